// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

/** The server cannot start. The message says why, and which setting to change. */
public final class HttpStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HttpStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
