// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;
import java.time.Duration;

/**
 * Hears what happens in the stream, on its threads, and must not block. It hears attempts: what the stream does again after an aborted
 * transaction is heard again, while the topics hold each outcome once. In one process, as long as no transaction aborts,
 * {@code received + restored = decided + deadLetter + skipped + in flight + left}.
 */
public interface StreamListener {
    StreamListener NONE = new StreamListener() {
    };

    /** A record came in, legal or not. */
    default void received() {
    }

    /** A record came in that was read before: the group's place was lost or moved back. It is skipped or decided again. */
    default void readAgain(boolean skipped) {
    }

    /** So many uploads at most, 1 or more, were deleted before they were read, or the group was moved past them. They left by no door. */
    default void gone(long uploads) {
    }

    /** A task was opened and found this many uploads waiting in the changelog, 1 or more. */
    default void restored(int uploads) {
    }

    /** A task was closed while this many uploads waited, 1 or more. They stay in the changelog, and the next owner restores them. */
    default void left(int uploads) {
    }

    /** The number of uploads that wait for their decision changed by {@code change}. */
    default void inFlight(int change) {
    }

    /** An upload has waited this long for its batch. */
    default void waited(Duration took) {
    }

    /** An upload was put aside, because the host of its picture asks to be asked later. It is classified again then. */
    default void postponed() {
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
     *            the time since {@code uploaded_at} of the upload; negative if the clock of its writer is ahead of ours
     */
    default void decided(Decision decision, Duration sinceUpload) {
    }

    /** An upload left by the door of dead letters. */
    default void deadLetter(FailureClass failureClass) {
    }

    /** A transaction of this thread was committed. Readers of committed records see its outcomes from now on. */
    default void transactionCommitted() {
    }

    /** A transaction of this thread was aborted. What it did will be done again. */
    default void transactionAborted() {
    }
}
