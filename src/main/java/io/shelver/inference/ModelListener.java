// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import java.time.Duration;

/** Hears how long one model waits and works. Called by the threads that do it, the device's among them; must not block. */
public interface ModelListener {
    /** Nobody listens. */
    ModelListener NONE = new ModelListener() {
    };

    /** The parts of one batch were brought to what the model reads: texts to tokens, pictures to pixels. */
    default void prepared(Duration took) {
    }

    /** One batch waited for pictures to come, beside what it did meanwhile. */
    default void awaitedPictures(Duration waited) {
    }

    /**
     * One batch is complete, and this is how its rows came by their scores. Heard only where scores are remembered.
     *
     * @param remembered
     *            rows whose part was scored before, or in an earlier row of the batch
     * @param run
     *            rows that the model was run on
     */
    default void scored(int remembered, int run) {
    }

    /** What one caller left for the device waited until it was run. */
    default void queued(Duration waited) {
    }

    /** The device ran the model once, on rows of one caller or more; padding is not among them. */
    default void ran(int rows, Duration took) {
    }

    /** The device had no memory for a batch of the model; it is run again in halves. */
    default void ranOutOfMemory() {
    }
}
