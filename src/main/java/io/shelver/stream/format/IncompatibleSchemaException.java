// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

/** A schema that is known, and by which none of our events can be read. */
final class IncompatibleSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IncompatibleSchemaException(String message) {
        super(message);
    }
}
