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
    private static final Duration SHORT = Duration.ofMillis(250);

    private final Duration patience;
    private final RandomGenerator random;

    /**
     * @param patience
     *            how long an upload may wait for its turn
     */
    RetriedSource(PictureSource source, Duration patience, RandomGenerator random) {
        this.source = source;
        this.patience = patience;
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
                Duration left = e.isPaced() ? longestTurn(deadline) : deadline.left();
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

    /**
     * Who waits for its turn holds a thread that others need. If the upload can wait instead, only a short wait is worth
     * it. A lone picture, such as that of a prediction, may wait as long as leaves time for the fetch.
     */
    private Duration longestTurn(Deadline deadline) {
        Duration most = deadline.left().multipliedBy(3).dividedBy(4);
        return patience.isZero() || deadline.isForOne() || most.compareTo(SHORT) < 0 ? most : SHORT;
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
