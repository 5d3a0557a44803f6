// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;
import java.time.Duration;

/**
 * Hears what happens in the stream, on its threads; must not block. What an aborted transaction makes the stream do again is
 * heard again: these are attempts, while the topics hold each outcome once. In one process, while nothing aborts,
 * {@code received + restored = decided + deadLetter + in flight + left}.
 */
public interface StreamListener {
    StreamListener NONE = new StreamListener() {
    };

    /** A record came in, whatever it holds. */
    default void received() {
    }

    /** A task was opened and found uploads waiting in the change log: 1 or more. */
    default void restored(int uploads) {
    }

    /** A task was closed while uploads waited: 1 or more. They stay in the change log, for whoever opens it next. */
    default void left(int uploads) {
    }

    /** So many uploads more wait for their decision; below 0: fewer. */
    default void inFlight(int change) {
    }

    /** An upload waited for the others of its batch. */
    default void waited(Duration took) {
    }

    /** A batch was classified. */
    default void classified(int listings, Duration took) {
    }

    /** The outcomes of a batch were made into events and handed to Kafka. */
    default void written(Duration took) {
    }

    /**
     * An upload left by the door of categories or of reviews.
     *
     * @param sinceUpload
     *            since the time that the upload says; negative where its clock is ahead of ours
     */
    default void decided(Decision decision, Duration sinceUpload) {
    }

    /** An upload left by the door of dead letters. */
    default void deadLetter(FailureClass failureClass) {
    }

    /** A transaction was aborted: what it did will be done again. */
    default void transactionAborted() {
    }
}
