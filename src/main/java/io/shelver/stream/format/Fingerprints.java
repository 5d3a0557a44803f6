// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The CRC-64-AVRO fingerprints that Avro's libraries compute for a schema. They hash the schema in Parsing Canonical Form, and differ
 * where a type has a logical type. The specification leaves only the type; some libraries keep the object around it, and one keeps the
 * logical type in it. All agree on schemas without logical types.
 */
public final class Fingerprints {
    private Fingerprints() {
    }

    /** What a library leaves of a type that has a logical type. */
    public enum Form {
        /** {@code "long"}, as the specification says: Java, C#, fastavro. */
        PLAIN,
        /** <code>{"type":"long"}</code>: Rust's apache-avro, which also keeps the digits of decimals. */
        WRAPPED,
        /** The same of each type that has any property, such as {@code avro.java.string}: Python's avro, goavro. */
        OBJECTS,
        /** <code>{"type":"long","logicalType":"timestamp-millis"}</code>: hamba. */
        LOGICAL
    }

    /** The fingerprints of a schema, each once; that of the specification is the first. */
    static Set<Long> of(Schema schema) {
        Set<Long> fingerprints = new LinkedHashSet<>();
        for (Form form : Form.values()) {
            fingerprints.add(of(schema, form));
        }
        return fingerprints;
    }

    /** The fingerprint of a schema in one form. Its bytes stand in an event least significant first. */
    public static long of(Schema schema, Form form) {
        if (form == Form.PLAIN) {
            return SchemaNormalization.parsingFingerprint64(schema);
        }
        return SchemaNormalization.fingerprint64(canonical(schema, form).getBytes(StandardCharsets.UTF_8));
    }

    static String canonical(Schema schema, Form form) {
        StringBuilder canonical = new StringBuilder();
        write(schema, form, new LinkedHashSet<>(), canonical);
        return canonical.toString();
    }

    private static void write(Schema schema, Form form, Set<String> named, StringBuilder to) {
        switch (schema.getType()) {
            case UNION -> list(schema.getTypes(), form, named, to);
            case ARRAY -> {
                to.append("{\"type\":\"array\",\"items\":");
                write(schema.getElementType(), form, named, to);
                to.append('}');
            }
            case MAP -> {
                to.append("{\"type\":\"map\",\"values\":");
                write(schema.getValueType(), form, named, to);
                to.append('}');
            }
            case RECORD, ENUM, FIXED -> named(schema, form, named, to);
            default -> {
                String name = "\"" + schema.getType().getName() + "\"";
                to.append(isObject(schema, form) ? "{\"type\":" + name + logical(schema, form) + "}" : name);
            }
        }
    }

    private static boolean isObject(Schema schema, Form form) {
        return switch (form) {
            case PLAIN -> false;
            case WRAPPED, LOGICAL -> schema.getLogicalType() != null;
            case OBJECTS -> schema.hasProps();
        };
    }

    /** What is left of a logical type beside the type. */
    private static String logical(Schema schema, Form form) {
        LogicalType logical = schema.getLogicalType();
        if (logical == null || form == Form.PLAIN || form == Form.OBJECTS) {
            return "";
        }
        String name = form == Form.LOGICAL ? ",\"logicalType\":\"%s\"".formatted(logical.getName()) : "";
        if (!(logical instanceof LogicalTypes.Decimal decimal)) {
            return name;
        }
        return name + ",\"precision\":" + decimal.getPrecision()
                + (decimal.getScale() > 0 ? ",\"scale\":" + decimal.getScale() : "");
    }

    private static void list(List<Schema> types, Form form, Set<String> named, StringBuilder to) {
        to.append('[');
        Iterator<Schema> each = types.iterator();
        while (each.hasNext()) {
            write(each.next(), form, named, to);
            to.append(each.hasNext() ? "," : "");
        }
        to.append(']');
    }

    private static void named(Schema schema, Form form, Set<String> named, StringBuilder to) {
        if (!named.add(schema.getFullName())) {
            to.append('"').append(schema.getFullName()).append('"');
            return;
        }
        to.append("{\"name\":\"").append(schema.getFullName()).append("\",\"type\":\"")
                .append(schema.getType().getName()).append('"');
        switch (schema.getType()) {
            case ENUM -> to.append(",\"symbols\":[\"").append(String.join("\",\"", schema.getEnumSymbols()))
                    .append("\"]");
            case FIXED -> to.append(",\"size\":").append(schema.getFixedSize())
                    .append(form == Form.LOGICAL ? logical(schema, form) : "");
            default -> {
                to.append(",\"fields\":[");
                Iterator<Schema.Field> fields = schema.getFields().iterator();
                while (fields.hasNext()) {
                    Schema.Field field = fields.next();
                    to.append("{\"name\":\"").append(field.name()).append("\",\"type\":");
                    write(field.schema(), form, named, to);
                    to.append(fields.hasNext() ? "}," : "}");
                }
                to.append(']');
            }
        }
        to.append('}');
    }
}
