// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.Door;
import io.shelver.stream.clients.Delivered;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Compares what came out of the doors with what was sent: each upload must leave by exactly one door. Used by one thread. */
final class DoorBook {

    /**
     * An upload that was sent.
     *
     * @param title
     *            to show beside what became of it
     */
    record Sent(String listingId, String title) {}

    /** An upload and what became of it. */
    record Entry(Sent sent, Delivered delivered) {}

    private final Map<UUID, Sent> sent = new LinkedHashMap<>();
    private final Map<UUID, Delivered> delivered = new HashMap<>();
    private final Map<Door, Long> doors = new EnumMap<>(Door.class);
    private final List<UUID> repeated = new ArrayList<>();

    void recordSent(UUID id, Sent upload) {
        sent.put(id, upload);
    }

    /** @return whether it is the first outcome of its upload */
    boolean recordOutcome(Delivered outcome) {
        if (delivered.putIfAbsent(outcome.id(), outcome) != null) {
            repeated.add(outcome.id());
            return false;
        }
        doors.merge(outcome.door(), 1L, Long::sum);
        return true;
    }

    long sent() {
        return sent.size();
    }

    long delivered() {
        return delivered.size();
    }

    /** How many uploads have not come out yet. */
    long missing() {
        return sent.size() - delivered.size();
    }

    long count(Door door) {
        return doors.getOrDefault(door, 0L);
    }

    boolean isComplete() {
        return delivered.size() >= sent.size();
    }

    /** What is wrong, one sentence each; empty if every upload left by exactly one door. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        long lost = sent.keySet().stream().filter(id -> !delivered.containsKey(id)).count();
        long unknown = delivered.keySet().stream().filter(id -> !sent.containsKey(id)).count();
        if (lost > 0) {
            faults.add("%d uploads left by no door".formatted(lost));
        }
        if (!repeated.isEmpty()) {
            faults.add("%d uploads left more than once".formatted(repeated.size()));
        }
        if (unknown > 0) {
            faults.add("%d outcomes belong to nothing that was sent".formatted(unknown));
        }
        return faults;
    }

    /** What became of each upload, in the order they were sent. */
    List<Delivered> outcomes() {
        return sent.keySet().stream().map(delivered::get).filter(Objects::nonNull).toList();
    }

    /** Uploads that left by a door, in the order they were sent. */
    List<Entry> entries(Door door) {
        List<Entry> entries = new ArrayList<>();
        sent.forEach((id, upload) -> {
            Delivered outcome = delivered.get(id);
            if (outcome != null && outcome.door() == door) {
                entries.add(new Entry(upload, outcome));
            }
        });
        return entries;
    }
}
