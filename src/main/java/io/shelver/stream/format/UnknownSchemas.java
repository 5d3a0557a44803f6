// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.FailureClass;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers for a moment which schema ids the registry does not know, and limits how often it is asked for others. Without the
 * limit, a user who may write uploads could make every upload wait for the registry. Used by one thread.
 */
final class UnknownSchemas {
    /** How long an answer is remembered. A schema that is registered now is found this much later. */
    static final Duration MEMORY = Duration.ofSeconds(2);
    static final int MOST_REMEMBERED = 1_000;
    /** The most unknown ids that are asked for at once, of a quick registry; {@link #A_SECOND} more may follow in each second. */
    static final int BURST = 50;
    static final int A_SECOND = 10;
    /** The share of the time in which the registry may be asked. A slow registry is asked less often, not for longer. */
    private static final double SHARE = 0.1;
    /** What a question costs at least, in seconds. */
    private static final double LEAST = SHARE / A_SECOND;

    private final LongSupplier nanoTime;
    private final Map<Integer, Memory> memories = new LinkedHashMap<>();
    /** The time for which the registry may be asked, in seconds; below 0 after a slow answer. */
    private double budget = BURST * LEAST;
    private long counted;

    private record Memory(RefusedException why, long since) {}

    UnknownSchemas(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.counted = nanoTime.getAsLong();
    }

    /**
     * Allows a question.
     *
     * @throws RefusedException
     *             if the answer is known, or if too many ids were unknown just now
     */
    void check(int id) throws RefusedException {
        long now = nanoTime.getAsLong();
        Memory memory = memories.get(id);
        if (memory != null && now - memory.since() < MEMORY.toNanos()) {
            throw memory.why();
        }
        budget = Math.min(BURST * LEAST, budget + (now - counted) / 1e9 * SHARE);
        counted = now;
        // A little less, because sums of fractions are not exact.
        if (budget < 0.99 * LEAST) {
            throw new RefusedException(FailureClass.UNKNOWN_SCHEMA,
                    "too many uploads of unknown schemas came just now, so the registry was not asked for this one; replay it");
        }
    }

    int size() {
        return memories.size();
    }

    /** Remembers an answer to a question that was allowed just now. */
    void remember(int id, RefusedException why) {
        long now = nanoTime.getAsLong();
        // While the registry was asked, every upload waited. That time pays for no further question.
        budget -= Math.max(LEAST, (now - counted) / 1e9);
        counted = now;
        memories.remove(id);
        memories.put(id, new Memory(why, now));
        if (memories.size() > MOST_REMEMBERED) {
            memories.remove(memories.keySet().iterator().next());
        }
    }
}
