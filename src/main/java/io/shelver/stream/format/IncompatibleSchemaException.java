// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

/** The schema is known, but none of our events can be read by it. The message begins with "it". */
final class IncompatibleSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IncompatibleSchemaException(String message) {
        super(message);
    }
}
