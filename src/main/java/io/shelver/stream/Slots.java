// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.format.RefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The uploads of one task that wait for their outcome, in the order in which they arrived. Each holds a slot: a number from 0, and
 * the key under which a store keeps it as a {@link StoredUpload}. What this class has in memory ends with the process; the store
 * does not. Negative keys of the store hold no upload.
 */
final class Slots {
    /** The key of the {@link Position}. */
    private static final int POSITION = -1;
    /** The mark that what the slots hold is being tried. A process that finds it knows that an earlier one stopped meanwhile. */
    private static final int TRYING = -2;
    private static final byte[] MARKED = {1};

    private final KeyValueStore<Integer, byte[]> store;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** Those that wait for a picture, apart from the others. No later upload in {@link #waiting} has the key of one. */
    private final List<Waiting> postponed = new ArrayList<>();
    private final BitSet taken = new BitSet();
    private boolean marked;
    /** The slots of what was restored and not tried since. */
    private final BitSet untried = new BitSet();
    private int undecided;
    private long bytes;
    private long postponedBytes;
    private long arrivals;

    private Slots(KeyValueStore<Integer, byte[]> store) {
        this.store = store;
    }

    /** Finds in the store what waited when the task was closed, or when its process was killed. */
    static Slots restore(KeyValueStore<Integer, byte[]> store, Admission admission) {
        Slots slots = new Slots(store);
        slots.marked = store.get(TRYING) != null;
        List<Waiting> found = new ArrayList<>();
        long now = System.nanoTime();
        try (KeyValueIterator<Integer, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> entry = all.next();
                if (entry.key >= 0) {
                    StoredUpload stored = StoredUpload.from(entry.value);
                    found.add(new Waiting(entry.key, stored.arrival(), arrival(stored, admission), now, slots.marked));
                }
            }
        }
        // The store gives them by slot, which says nothing about who came first.
        found.stream().sorted(Comparator.comparingLong(Waiting::arrival)).forEach(slots::await);
        found.forEach(each -> slots.untried.set(each.slot()));
        return slots;
    }

    /** An upload that was admitted once may be refused now: its schema is gone, or this release asks for more. */
    private static Arrival arrival(StoredUpload stored, Admission admission) {
        try {
            return admission.read(stored.source());
        } catch (RefusedException e) {
            return new Arrival.Refused(stored.source(), e);
        }
    }

    /** How far the partition was read; empty if the store does not remember it. */
    Optional<Position> position() {
        return Optional.ofNullable(store.get(POSITION)).map(Position::from);
    }

    /** Remembers how far the partition was read. */
    void remember(Position position) {
        store.put(POSITION, position.toBytes());
    }

    /** Keeps an upload until its outcome is forwarded, in memory and in the store. */
    void add(Upload upload) {
        Waiting next = new Waiting(taken.nextClearBit(0), arrivals, upload, System.nanoTime(), false);
        store.put(next.slot(), new StoredUpload(next.arrival(), upload.source()).toBytes());
        await(next);
    }

    private void await(Waiting next) {
        waiting.add(next);
        taken.set(next.slot());
        arrivals = next.arrival() + 1;
        if (!next.isDecided()) {
            undecided++;
            bytes += next.bytes();
        }
    }

    /** Those that are not decided yet, in the order of their arrival. */
    Stream<Waiting> undecided() {
        return undecided == 0 ? Stream.empty() : waiting.stream().filter(each -> !each.isDecided());
    }

    /** Keeps what the classifier made of one of them. */
    void tried(Waiting each, Attempt attempt) {
        each.tried(attempt);
        undecided--;
        bytes -= each.bytes();
    }

    /** Lets one of them wait for its picture. It comes back at the given time. Its outcome may leave after later ones. */
    void postpone(Waiting each, Attempt attempt, long due) {
        each.postponed(attempt, due);
        waiting.remove(each);
        postponed.add(each);
        undecided--;
        bytes -= each.bytes();
        postponedBytes += each.bytes();
        survived(each);
    }

    /** Takes back those whose time has come; they are undecided again. */
    void wake(long now) {
        for (Waiting each : postponed.stream().filter(one -> one.isDue(now)).toList()) {
            takeBack(each);
            waiting.addLast(each);
            undecided++;
            bytes += each.bytes();
        }
    }

    /** Decides about one with this key without its picture: a later record of the same listing is there. */
    void settle(byte[] key) {
        for (Waiting each : postponed.stream().filter(one -> one.hasKey(key)).toList()) {
            takeBack(each);
            each.settle();
            waiting.addFirst(each);
        }
    }

    private void takeBack(Waiting each) {
        postponed.remove(each);
        postponedBytes -= each.bytes();
    }

    /** Whether another record with its key came after this one. */
    boolean hasLater(Waiting each) {
        byte[] key = each.what().source().key();
        return key != null && waiting.stream().anyMatch(other -> other.arrival() > each.arrival() && other.hasKey(key));
    }

    /** The decided ones before the first that is not. Their outcomes may be forwarded without one overtaking another. */
    List<Waiting> decided() {
        return undecided == 0 ? List.copyOf(waiting) : waiting.stream().takeWhile(Waiting::isDecided).toList();
    }

    /** Frees the slot of the one that has waited longest. */
    void release(Waiting oldest) {
        waiting.removeFirst();
        taken.clear(oldest.slot());
        store.put(oldest.slot(), null);
        survived(oldest);
    }

    /** One was tried, and the process still runs. */
    private void survived(Waiting each) {
        if (untried.get(each.slot())) {
            untried.clear(each.slot());
            if (untried.isEmpty() && marked) {
                store.put(TRYING, null);
                marked = false;
            }
        }
    }

    /** Marks in the store that what was restored is being tried. */
    void markTrying() {
        store.put(TRYING, MARKED);
        marked = true;
    }

    /** Whether a mark, made by this process or by an earlier one, says that what was restored is being tried. */
    boolean isMarked() {
        return marked;
    }

    /** Whether a record with this key waits, but not for its picture. */
    boolean hold(byte[] key) {
        return waiting.stream().anyMatch(each -> each.hasKey(key));
    }

    /** Forgets what is in memory. It stays in the store. */
    void leave() {
        waiting.clear();
        postponed.clear();
        undecided = 0;
        bytes = 0;
        postponedBytes = 0;
    }

    /** How many slots are taken. */
    int taken() {
        return waiting.size() + postponed.size();
    }

    /** How many of them wait for their picture. */
    int postponed() {
        return postponed.size();
    }

    /** The bytes of those that wait for their picture. */
    long postponedBytes() {
        return postponedBytes;
    }

    /** How many uploads wait for their batch. */
    int waitingForBatch() {
        return undecided;
    }

    /** The bytes of the uploads that wait for their batch. */
    long bytes() {
        return bytes;
    }
}
