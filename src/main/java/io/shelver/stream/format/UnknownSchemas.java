// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.FailureClass;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers for a moment which schema ids led nowhere, and bounds how many such questions are asked: whoever may write uploads
 * could otherwise make each of them wait for the registry. Used by one thread.
 */
final class UnknownSchemas {
    /** A schema that is registered now is found by uploads that come so much later. */
    static final Duration MEMORY = Duration.ofSeconds(2);
    static final int MOST_REMEMBERED = 1_000;
    /** Questions that led nowhere: at once, and then each second. */
    static final int BURST = 50;
    static final int A_SECOND = 10;

    private final LongSupplier nanoTime;
    private final Map<Integer, Memory> memories = new LinkedHashMap<>();
    private double questions = BURST;
    private long counted;

    private record Memory(RefusedException why, long since) {}

    UnknownSchemas(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.counted = nanoTime.getAsLong();
    }

    /**
     * Lets a question pass.
     *
     * @throws RefusedException
     *             if the answer is known, or too many led nowhere just now
     */
    void check(int id) throws RefusedException {
        long now = nanoTime.getAsLong();
        Memory memory = memories.get(id);
        if (memory != null && now - memory.since() < MEMORY.toNanos()) {
            throw memory.why();
        }
        questions = Math.min(BURST, questions + (now - counted) / 1e9 * A_SECOND);
        counted = now;
        if (questions < 1) {
            throw new RefusedException(FailureClass.UNKNOWN_SCHEMA,
                    "too many uploads of unknown schemas came just now to ask the registry for another; replay it");
        }
    }

    int size() {
        return memories.size();
    }

    void remember(int id, RefusedException why) {
        questions--;
        memories.remove(id);
        memories.put(id, new Memory(why, nanoTime.getAsLong()));
        if (memories.size() > MOST_REMEMBERED) {
            memories.remove(memories.keySet().iterator().next());
        }
    }
}
