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

    private NotNowException(String why, boolean hostGone, Optional<Duration> pause) {
        super(why);
        this.hostGone = hostGone;
        this.pause = pause.orElse(Duration.ZERO);
        this.asked = pause.isPresent();
    }

    /** The host did not answer at all. */
    static NotNowException gone(String why) {
        return new NotNowException(why, true, Optional.empty());
    }

    /**
     * The host answered that it cannot serve the picture now.
     *
     * @param pause
     *            the pause that the host asks for
     */
    static NotNowException busy(String why, Optional<Duration> pause) {
        return new NotNowException(why, false, pause);
    }

    boolean isHostGone() {
        return hostGone;
    }

    Optional<Duration> pause() {
        return asked ? Optional.of(pause) : Optional.empty();
    }
}
