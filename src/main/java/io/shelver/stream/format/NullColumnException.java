// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import org.apache.avro.AvroRuntimeException;

/** A field that every event needs is null. */
final class NullColumnException extends AvroRuntimeException {
    private static final long serialVersionUID = 1;

    NullColumnException(String field) {
        super(field + " is null, and every event needs it");
    }
}
