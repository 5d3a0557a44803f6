// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

/** Bytes that are not what their schema says. */
final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecodableException(Throwable cause) {
        super("the bytes are not what their schema says", cause);
    }
}
