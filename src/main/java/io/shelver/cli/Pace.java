// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * When the next upload is due.
 *
 * @param perSecond
 *            uploads a second, above 0, at most 1,000,000; empty: no limit
 */
record Pace(OptionalDouble perSecond) {
    /** After a pause, such as a broker's, the uploads that were missed come at once, but no more than of this time. */
    private static final Duration BURST = Duration.ofSeconds(1);

    Pace {
        if (perSecond.isPresent() && !(perSecond.getAsDouble() > 0 && perSecond.getAsDouble() <= 1e6)) {
            throw new IllegalArgumentException(
                    "%s is not a rate: give a number above 0, at most 1000000".formatted(perSecond.getAsDouble()));
        }
    }

    /**
     * @param due
     *            when the last one was due, in nanoseconds
     * @param now
     *            by the same clock
     * @return when the next one is due; not later than now: at once
     */
    long next(long due, long now) {
        if (perSecond.isEmpty()) {
            return now;
        }
        long next = due + Math.round(1e9 / perSecond.getAsDouble());
        return Math.max(next, now - BURST.toNanos());
    }
}
