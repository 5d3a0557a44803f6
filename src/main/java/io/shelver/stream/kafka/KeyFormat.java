// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

/** How the writers of uploads write the listing id as the key of a record. */
public enum KeyFormat {
    /** UTF-8, as Kafka's string serializer and Connect's string converter write it. */
    TEXT,
    /** A JSON string or number, or an object with one such value; with or without the schema that Connect's converter adds. */
    JSON,
    /** An Avro string or long, alone, in a union with null, or as the one field of a record; also in single-object encoding. */
    AVRO,
    /** The five-byte prefix of a schema registry, and then an id as AVRO, JSON or TEXT. */
    REGISTRY,
    /** A number in eight bytes, as Kafka's long serializer writes it. */
    LONG,
    /** A number in four bytes, as Kafka's integer serializer writes it. */
    INT
}
