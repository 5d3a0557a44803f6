// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;
import java.util.Locale;

/**
 * A moment by which something is given up.
 *
 * @param nanos
 *            as of {@link System#nanoTime}
 * @param given
 *            how long it was away at first
 */
record Deadline(long nanos, Duration given) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), time);
    }

    /** The earlier one of this and another that begins now. */
    Deadline orIn(Duration time) {
        return left().compareTo(time) > 0 ? in(time) : new Deadline(nanos, left());
    }

    /** Never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }

    /** As messages say it. */
    String within() {
        return String.format(Locale.ROOT, "within %,d ms", given.toMillis());
    }
}
