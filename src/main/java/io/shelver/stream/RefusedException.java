// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

/** An upload that is not taken in, and by its own fault. The message tells a person why and holds no content. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final FailureClass failureClass;

    public RefusedException(FailureClass failureClass, String message) {
        // No stack trace: it would say where we looked, not what is wrong, and a flood of bad records pays for each.
        super(message, null, false, false);
        this.failureClass = failureClass;
    }

    public FailureClass failureClass() {
        return failureClass;
    }
}
