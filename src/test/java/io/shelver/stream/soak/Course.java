// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.stream.soak.Fault.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a soak has gone so far; tells it every half a minute. */
final class Course {
    private static final Duration TELL = Duration.ofSeconds(30);

    private final int uploads;
    private final List<Fault> faults;
    private final Instant start = Instant.now();
    private final Map<Kind, Integer> fallen = new EnumMap<>(Kind.class);
    private int next;
    private int whileHealing;
    private long out;
    private long sent;
    private long leastUnderWay = Long.MAX_VALUE;
    private Instant lastCame = start;
    private Instant lastTold = start;
    private Duration longestSilence = Duration.ZERO;

    Course(int uploads, List<Fault> faults) {
        this.uploads = uploads;
        this.faults = faults;
    }

    int uploads() {
        return uploads;
    }

    long out() {
        return out;
    }

    /** How many are out, and how many of them were sent. */
    void saw(long out, long sent) {
        Instant now = Instant.now();
        if (out > this.out || this.sent < sent && this.out == this.sent) {
            lastCame = now;
        }
        if (out < sent && silence().compareTo(longestSilence) > 0) {
            longestSilence = silence();
        }
        this.out = out;
        this.sent = sent;
        if (Duration.between(lastTold, now).compareTo(TELL) > 0) {
            lastTold = now;
            System.out.println(this);
        }
    }

    /** The fault that is to fall now; null if there is none. */
    @Nullable
    Fault due() {
        return next < faults.size() && out >= faults.get(next).when() ? faults.get(next) : null;
    }

    /** How many uploads are to be out when the next fault falls; all of them if there is none. */
    long nextFalls() {
        return next < faults.size() ? faults.get(next).when() : uploads;
    }

    void falls(Fault fault, boolean everybodyIsAtWork) {
        next++;
        System.out.println("%d s: %s%s".formatted(Duration.between(start, Instant.now()).toSeconds(), fault,
                everybodyIsAtWork ? "" : ", while another is healing"));
        fallen.merge(fault.kind(), 1, Integer::sum);
        whileHealing += everybodyIsAtWork ? 0 : 1;
        leastUnderWay = Math.min(leastUnderWay, sent - out);
    }

    /** Since something came out last. */
    Duration silence() {
        return Duration.between(lastCame, Instant.now());
    }

    Duration longestSilence() {
        return longestSilence;
    }

    /** How many faults of a kind have fallen. */
    int fallen(Kind kind) {
        return fallen.getOrDefault(kind, 0);
    }

    int fallen() {
        return next;
    }

    /** How many fell while another was healing. */
    int whileHealing() {
        return whileHealing;
    }

    /** The fewest uploads that were sent and not yet out when a fault fell. */
    long leastUnderWay() {
        return leastUnderWay;
    }

    @Override
    public String toString() {
        return "soak: %,d of %,d uploads out, %d of %d faults, %d s".formatted(out, uploads, next, faults.size(),
                Duration.between(start, Instant.now()).toSeconds());
    }
}
