// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;
import java.util.Optional;

/** A picture that could not be fetched this time; the next attempt may succeed. */
final class NotNowException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean hostGone;
    private final Duration pause;
    private final boolean asked;
    private final boolean paced;

    private NotNowException(String why, boolean hostGone, Optional<Duration> pause, boolean paced) {
        super(why);
        this.hostGone = hostGone;
        this.paced = paced;
        this.pause = pause.orElse(Duration.ZERO);
        this.asked = pause.isPresent();
    }

    /** The host did not answer at all. */
    static NotNowException gone(String why) {
        return new NotNowException(why, true, Optional.empty(), false);
    }

    /**
     * The host answered that it cannot serve the picture now.
     *
     * @param pause
     *            the pause that the host asks for
     */
    static NotNowException busy(String why, Optional<Duration> pause) {
        return new NotNowException(why, false, pause, false);
    }

    /**
     * The host asked for fewer requests, and the turn of this one has not come.
     *
     * @param turn
     *            the time until then
     */
    static NotNowException paced(String why, Duration turn) {
        return new NotNowException(why, false, Optional.of(turn), true);
    }

    /** Whether the picture has a turn, so that waiting for it is worth while. */
    boolean isPaced() {
        return paced;
    }

    boolean isHostGone() {
        return hostGone;
    }

    Optional<Duration> pause() {
        return asked ? Optional.of(pause) : Optional.empty();
    }
}
