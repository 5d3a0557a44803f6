// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The bounds of a schema from the registry. Without them, a user who may register schemas could stop the service: by a schema too
 * deep for the stack, or by one with which a record of a few bytes takes years to read, such as a list of values of no bytes.
 */
final class SchemaBounds {
    static final int MOST_BYTES = 1 << 20;
    static final int MOST_NESTED = 64;
    /** The most types in a schema, each counted at every use. */
    static final int MOST_TYPES = 10_000;

    private int types;

    private SchemaBounds() {
    }

    /** Checks the text of a schema before it is parsed. */
    static void check(byte[] json) {
        if (json.length > MOST_BYTES) {
            throw new IncompatibleSchemaException(
                    "it has %,d bytes, at most %,d are read".formatted(json.length, MOST_BYTES));
        }
        if (nested(new String(json, StandardCharsets.UTF_8)) > MOST_NESTED) {
            throw new IncompatibleSchemaException("it is nested deeper than %d levels".formatted(MOST_NESTED));
        }
    }

    private static int nested(String json) {
        int depth = 0;
        int deepest = 0;
        boolean text = false;
        for (int i = 0; i < json.length(); i++) {
            switch (json.charAt(i)) {
                case '\\' -> i++;
                case '"' -> text = !text;
                case '{', '[' -> depth += text ? 0 : 1;
                case '}', ']' -> depth -= text ? 0 : 1;
                default -> {
                }
            }
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    /** Checks a schema before anything is read by it. */
    static void check(Schema schema) {
        new SchemaBounds().leastBytes(schema, new HashSet<>());
    }

    /** 0 if a value of the schema may take no bytes, else 1. */
    private int leastBytes(Schema schema, Set<String> within) {
        if (++types > MOST_TYPES) {
            throw new IncompatibleSchemaException("it uses more than %,d types".formatted(MOST_TYPES));
        }
        return switch (schema.getType()) {
            case NULL -> 0;
            case FIXED -> Math.min(schema.getFixedSize(), 1);
            case RECORD -> record(schema, within);
            case ARRAY -> {
                if (leastBytes(schema.getElementType(), within) == 0) {
                    throw new IncompatibleSchemaException("it has a list of values that take no bytes");
                }
                yield 1;
            }
            case MAP -> atLeastOne(leastBytes(schema.getValueType(), within));
            case UNION -> {
                schema.getTypes().forEach(type -> leastBytes(type, within));
                yield 1;
            }
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, STRING, ENUM -> 1;
        };
    }

    private int record(Schema record, Set<String> within) {
        if (!within.add(record.getFullName())) {
            return 1;
        }
        int least = 0;
        for (Schema.Field field : record.getFields()) {
            least = Math.max(least, leastBytes(field.schema(), within));
        }
        within.remove(record.getFullName());
        return least;
    }

    private static int atLeastOne(int bytes) {
        return Math.max(bytes, 1);
    }
}
