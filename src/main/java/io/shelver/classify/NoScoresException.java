// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/**
 * A model returned values that are no scores, such as NaN. The rest of the batch tells who caused this: the model if no other
 * listing gets scores either, else the listing.
 */
public final class NoScoresException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoScoresException(String message, Throwable cause) {
        super(message, cause);
    }
}
