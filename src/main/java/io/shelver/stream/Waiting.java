// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record that holds a slot, from its arrival until its outcome is forwarded. Used by the thread of its task alone. */
final class Waiting {
    private final int slot;
    private final long arrival;
    private final Arrival what;
    private final long since;
    private boolean suspect;
    private @Nullable Attempt attempt;
    /** What was made of it without its picture, and until when it waits for that. */
    private @Nullable Attempt fallback;
    private long due;

    /**
     * @param slot
     *            the number of the slot, 0 or more
     * @param arrival
     *            the place in the order of arrival; the first is 0
     * @param since
     *            the time of its arrival in this process, by {@link System#nanoTime}
     * @param suspect
     *            whether it was being classified when an earlier process stopped or was killed
     */
    Waiting(int slot, long arrival, Arrival what, long since, boolean suspect) {
        this.slot = slot;
        this.arrival = arrival;
        this.what = what;
        this.since = since;
        this.suspect = suspect;
    }

    int slot() {
        return slot;
    }

    long arrival() {
        return arrival;
    }

    Arrival what() {
        return what;
    }

    long since() {
        return since;
    }

    boolean isSuspect() {
        return suspect;
    }

    int bytes() {
        return what.source().bytes();
    }

    boolean hasKey(byte[] key) {
        return Arrays.equals(what.source().key(), key);
    }

    /** Keeps what the classifier made of it. */
    void tried(Attempt made) {
        attempt = made;
    }

    /** Keeps what the classifier made of it, to be used if the picture does not come by this time. */
    void postponed(Attempt made, long until) {
        fallback = made;
        due = until;
        suspect = false;
    }

    /** Whether it need not wait for its picture any longer. */
    boolean isDue(long now) {
        return now - due >= 0;
    }

    /** Decides without the picture that it waits for. */
    void settle() {
        attempt = Objects.requireNonNull(fallback, "it waits for no picture");
    }

    /** Whether its outcome is certain: it was classified, or it is no legal listing. */
    boolean isDecided() {
        return attempt != null || what instanceof Arrival.Refused;
    }

    /** Its outcome, once it is decided. */
    Outgoing outgoing(Outcomes outcomes) {
        Attempt made = attempt;
        return switch (what) {
            case Arrival.Refused refused -> outcomes.refused(refused.source(), refused.why());
            case Upload upload -> outcomes.of(upload, Objects.requireNonNull(made, "it was not classified yet"));
        };
    }
}
