// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Listing;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.SourceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The uploads of one task that wait for their batch, in the order in which they arrived. Each holds a slot: a number from 0, and
 * the key under which a store keeps it as a {@link StoredUpload}. What this class has in memory ends with the process; the store
 * does not.
 */
final class Slots {
    private final KeyValueStore<Integer, byte[]> store;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Unreadable> unreadable = new ArrayDeque<>();
    private final BitSet taken = new BitSet();
    private long bytes;
    private long arrivals;

    /**
     * An upload that waits.
     *
     * @param since
     *            the time of its arrival here, by {@link System#nanoTime}
     */
    record Waiting(int slot, long arrival, Upload upload, long since) {
        int bytes() {
            return upload.source().bytes();
        }

        Listing listing() {
            return upload.listing();
        }
    }

    /** An upload that was admitted once and is refused now: its schema is gone, or this release asks for more. */
    record Unreadable(int slot, long arrival, SourceRecord source, RefusedException why) {}

    private Slots(KeyValueStore<Integer, byte[]> store) {
        this.store = store;
    }

    /** Finds in the store what waited when the task was closed, or when its process was killed. */
    static Slots restore(KeyValueStore<Integer, byte[]> store, Admission admission) {
        Slots slots = new Slots(store);
        List<Waiting> restored = new ArrayList<>();
        List<Unreadable> refused = new ArrayList<>();
        try (KeyValueIterator<Integer, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> entry = all.next();
                StoredUpload stored = StoredUpload.from(entry.value);
                try {
                    restored.add(new Waiting(entry.key, stored.arrival(), admission.read(stored.source()),
                            System.nanoTime()));
                } catch (RefusedException e) {
                    refused.add(new Unreadable(entry.key, stored.arrival(), stored.source(), e));
                }
            }
        }
        // The store gives them by slot, which says nothing about who came first.
        restored.stream().sorted(Comparator.comparingLong(Waiting::arrival)).forEach(slots::await);
        refused.stream().sorted(Comparator.comparingLong(Unreadable::arrival)).forEach(slots::setAside);
        return slots;
    }

    /** Keeps an upload until its batch runs, in memory and in the store. */
    void add(Upload upload) {
        Waiting next = new Waiting(taken.nextClearBit(0), arrivals, upload, System.nanoTime());
        store.put(next.slot(), new StoredUpload(next.arrival(), upload.source()).toBytes());
        await(next);
    }

    /** The uploads that have waited longest, at most so many. */
    List<Waiting> oldest(int most) {
        return waiting.stream().limit(most).toList();
    }

    /** Frees the slot of the upload that has waited longest. */
    void release(Waiting oldest) {
        waiting.removeFirst();
        bytes -= oldest.bytes();
        free(oldest.slot());
    }

    /** The unreadable uploads, in the order in which they arrived. */
    List<Unreadable> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Frees the slot of the unreadable upload that arrived first. */
    void release(Unreadable oldest) {
        unreadable.removeFirst();
        free(oldest.slot());
    }

    /** Forgets what is in memory. It stays in the store. */
    void leave() {
        waiting.clear();
        unreadable.clear();
    }

    /** How many uploads wait for a batch. */
    int waiting() {
        return waiting.size();
    }

    /** How many slots are taken, by uploads that wait and by unreadable ones. */
    int taken() {
        return waiting.size() + unreadable.size();
    }

    /** The bytes of the uploads that wait. */
    long bytes() {
        return bytes;
    }

    private void await(Waiting next) {
        waiting.add(next);
        taken.set(next.slot());
        bytes += next.bytes();
        arrivals = next.arrival() + 1;
    }

    private void setAside(Unreadable next) {
        unreadable.add(next);
        taken.set(next.slot());
    }

    private void free(int slot) {
        taken.clear(slot);
        store.put(slot, null);
    }
}
