// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Asks again after a random pause that grows, while time is left and another attempt may succeed. Waiting for a turn is
 * no attempt.
 */
final class RetriedSource implements PictureSource {
    static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final PictureSource source;
    private final RandomGenerator random;

    RetriedSource(PictureSource source, RandomGenerator random) {
        this.source = source;
        this.random = random;
    }

    @Override
    public Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException {
        int attempt = 1;
        while (true) {
            try {
                return source.fetch(link, deadline);
            } catch (NotNowException e) {
                Duration pause = e.pause().orElse(pause(attempt));
                // A turn has to leave time for the fetch.
                Duration left = e.isPaced() ? deadline.left().multipliedBy(3).dividedBy(4) : deadline.left();
                if (attempt == ATTEMPTS || pause.compareTo(left) >= 0) {
                    throw e;
                }
                await(pause, e);
                if (!e.isPaced()) {
                    attempt++;
                }
            }
        }
    }

    /** A random part of the pause, so that fetches that failed together do not come back together. */
    private Duration pause(int attempt) {
        return Duration.ofNanos(random.nextLong(1 + (FIRST_PAUSE.toNanos() << (attempt - 1))));
    }

    private static void await(Duration pause, NotNowException cause) throws NotNowException {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
