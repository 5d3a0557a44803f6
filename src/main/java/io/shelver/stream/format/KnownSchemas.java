// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Schemas by every fingerprint that a library of Avro computes for them. */
final class KnownSchemas {
    private final Map<Long, Schema> schemas = new HashMap<>();

    /**
     * Adds a schema.
     *
     * @return a schema that was added before, has a fingerprint in common and has its times in another unit; empty if there is none
     */
    Optional<Schema> add(Schema schema) {
        Optional<Schema> other = Optional.empty();
        for (long fingerprint : Fingerprints.of(schema)) {
            Schema before = schemas.putIfAbsent(fingerprint, schema);
            if (before != null && WrittenBy.units(before) != WrittenBy.units(schema)) {
                other = Optional.of(before);
            }
        }
        return other;
    }

    Optional<Schema> find(long fingerprint) {
        return Optional.ofNullable(schemas.get(fingerprint));
    }
}
