// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

/** The bytes do not match their schema. */
final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecodableException(Throwable cause) {
        super("the bytes do not match their schema", cause);
    }
}
