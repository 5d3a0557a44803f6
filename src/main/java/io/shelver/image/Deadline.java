// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;
import java.util.Locale;

/**
 * The moment at which something is given up.
 *
 * @param nanos
 *            the moment, in nanoseconds of {@link System#nanoTime}
 * @param given
 *            the time that was left when the deadline was set
 * @param isForOne
 *            whether nothing else waits for the same deadline, so that whatever is done may take all of the time
 */
record Deadline(long nanos, Duration given, boolean isForOne) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), time, false);
    }

    Deadline forOne() {
        return new Deadline(nanos, given, true);
    }

    /** The earlier one of this deadline and one that begins now. */
    Deadline orIn(Duration time) {
        return left().compareTo(time) > 0
                ? new Deadline(System.nanoTime() + time.toNanos(), time, isForOne)
                : new Deadline(nanos, left(), isForOne);
    }

    /** The time that is left; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }

    /** The time that was given, as messages put it. */
    String within() {
        return String.format(Locale.ROOT, "within %,d ms", given.toMillis());
    }
}
