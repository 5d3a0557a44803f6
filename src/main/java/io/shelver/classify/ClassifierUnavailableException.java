// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import org.jspecify.annotations.Nullable;

/** The models cannot run, or not in time. No listing is to blame: whoever asked must stop, not skip. */
public final class ClassifierUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClassifierUnavailableException(String message) {
        super(message);
    }

    public ClassifierUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
