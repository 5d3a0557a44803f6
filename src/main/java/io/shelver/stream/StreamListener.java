// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import java.time.Duration;

/**
 * Hears what happens in the stream, on its threads. What a crash makes the stream do again is heard again: these are
 * attempts, while the topics hold each outcome once.
 */
public interface StreamListener {
    StreamListener NONE = new StreamListener() {
    };

    /** An upload came in, whatever it holds. */
    default void received() {
    }

    /** A batch was classified. */
    default void classified(int listings, Duration took) {
    }

    /** An upload left by the door of categories or of reviews. */
    default void decided(Decision decision) {
    }

    /** An upload left by the door of dead letters. */
    default void deadLetter(FailureClass failureClass) {
    }
}
