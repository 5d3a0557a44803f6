// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/**
 * A model answered something that is no score, such as not-a-number. Whether a listing is to blame or the model is told by
 * its neighbours: if none of them is scored either, it is the model.
 */
public final class NoScoresException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoScoresException(String message, Throwable cause) {
        super(message, cause);
    }
}
