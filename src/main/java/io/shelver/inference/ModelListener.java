// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import java.time.Duration;

/**
 * Hears how long one model waits and works. The threads that do the work call it, the device's among them; it must not
 * block.
 */
public interface ModelListener {
    /** Ignores everything. */
    ModelListener NONE = new ModelListener() {
    };

    /** The parts of one batch were turned into what the model reads: texts into tokens, pictures into pixels. */
    default void prepared(Duration took) {
    }

    /** One batch waited for its pictures. Work that was done meanwhile does not count. */
    default void awaitedPictures(Duration waited) {
    }

    /**
     * One batch is complete. Called only if scores are remembered.
     *
     * @param remembered
     *            the number of rows whose content was scored before, or in an earlier row of the batch
     * @param run
     *            the number of rows that the model ran on
     */
    default void scored(int remembered, int run) {
    }

    /** The rows of one caller waited in the queue of the device. */
    default void queued(Duration waited) {
    }

    /**
     * The device ran the model once.
     *
     * @param rows
     *            the number of rows, from one caller or more; without padding
     */
    default void ran(int rows, Duration took) {
    }

    /** The device had no memory for a batch of the model, which now runs again in halves. */
    default void ranOutOfMemory() {
    }
}
