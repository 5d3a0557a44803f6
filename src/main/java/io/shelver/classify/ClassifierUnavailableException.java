// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import org.jspecify.annotations.Nullable;

/** The models cannot run, or do not finish in time. No listing caused this, so the caller must stop and not skip listings. */
public final class ClassifierUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClassifierUnavailableException(String message) {
        super(message);
    }

    public ClassifierUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
