// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;

/**
 * How our events are read by the schema of a writer that is not quite ours. Kafka Connect makes every column nullable: a null that
 * our schema does not know is an absent value. A time in microseconds or nanoseconds becomes milliseconds.
 */
final class WrittenBy {
    private static final Map<String, Long> UNITS_IN_A_MILLISECOND = Map.of("timestamp-micros", 1_000L,
            "local-timestamp-micros", 1_000L, "timestamp-nanos", 1_000_000L, "local-timestamp-nanos", 1_000_000L);

    private WrittenBy() {
    }

    /** Why an event of ours cannot be read by a writer's schema, beginning with "it"; empty if it can. */
    static Optional<String> fault(Schema ours, Schema writer) {
        if (!ours.getFullName().equals(writer.getFullName())) {
            return Optional.of(
                    "it is the schema of %s, not of %s: give the record that name (in Kafka Connect by SetSchemaMetadata)"
                            .formatted(writer.getFullName(), ours.getFullName()));
        }
        Optional<String> cast = cast(writer);
        if (cast.isPresent()) {
            return cast;
        }
        SchemaCompatibility.SchemaPairCompatibility found = SchemaCompatibility
                .checkReaderWriterCompatibility(nullable(ours, writer), writer);
        if (found.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return Optional.empty();
        }
        // Locations are names of fields. Avro's own messages quote the schema.
        List<String> where = found.getResult().getIncompatibilities().stream()
                .map(each -> "%s at %s".formatted(each.getType().name(), each.getLocation())).distinct().toList();
        return Optional.of("it lacks or changes what this release must read: " + String.join(", ", where));
    }

    /** What writers that read databases often give in another type, with the remedy. */
    private static Optional<String> cast(Schema writer) {
        Type id = type(writer, "listing_id");
        if (id == Type.INT || id == Type.LONG) {
            return Optional.of(
                    "listing_id is a number, not a string: cast it (in Kafka Connect by Cast$Value, with spec=listing_id:string)");
        }
        return type(writer, "uploaded_at") == Type.INT
                ? Optional.of("uploaded_at is an int, which holds no time in milliseconds: write a long")
                : Optional.empty();
    }

    private static Type type(Schema writer, String name) {
        Field field = writer.getField(name);
        if (field == null) {
            return Type.NULL;
        }
        return field.schema().getType() == Type.UNION
                ? field.schema().getTypes().stream().map(Schema::getType).filter(type -> type != Type.NULL).findFirst()
                        .orElse(Type.NULL)
                : field.schema().getType();
    }

    /** A reader of events of ours that were written by a schema for which {@link #fault} is empty. */
    static <T> DatumReader<T> reader(Schema ours, Schema writer) {
        SpecificDatumReader<T> plain = new SpecificDatumReader<>(writer, ours, SpecificData.getForSchema(ours));
        Schema nullable = nullable(ours, writer);
        long units = units(writer);
        return nullable.equals(ours) && units == 1 ? plain : new Adapting<>(ours, writer, nullable, units);
    }

    /** By how much a writer's {@code uploaded_at} is to be divided, so that it is in milliseconds. */
    static long units(Schema writer) {
        Field time = writer.getType() == Type.RECORD ? writer.getField("uploaded_at") : null;
        return time == null ? 1 : unitsOf(time.schema());
    }

    private static long unitsOf(Schema time) {
        if (time.getType() == Type.UNION) {
            return time.getTypes().stream().mapToLong(WrittenBy::unitsOf).max().orElse(1);
        }
        return time.getLogicalType() == null
                ? 1
                : UNITS_IN_A_MILLISECOND.getOrDefault(time.getLogicalType().getName(), 1L);
    }

    /** Our schema, with a null allowed where the writer allows one. */
    private static Schema nullable(Schema ours, Schema writer) {
        if (writer.getType() == Type.UNION && ours.getType() != Type.UNION) {
            Optional<Schema> value = writer.getTypes().stream().filter(type -> type.getType() != Type.NULL).findFirst();
            return writer.isNullable() && value.isPresent()
                    ? Schema.createUnion(nullable(ours, value.get()), Schema.create(Type.NULL))
                    : ours;
        }
        if (ours.getType() == Type.ARRAY && writer.getType() == Type.ARRAY) {
            Schema items = nullable(ours.getElementType(), writer.getElementType());
            return items.equals(ours.getElementType()) ? ours : Schema.createArray(items);
        }
        if (ours.getType() != Type.RECORD || writer.getType() != Type.RECORD) {
            return ours;
        }
        List<Field> fields = new ArrayList<>();
        boolean changed = false;
        for (Field field : ours.getFields()) {
            Field written = writer.getField(field.name());
            Schema type = written == null ? field.schema() : nullable(field.schema(), written.schema());
            changed |= !type.equals(field.schema());
            fields.add(new Field(field, type));
        }
        return changed
                ? Schema.createRecord(ours.getName(), ours.getDoc(), ours.getNamespace(), false, fields)
                : ours;
    }

    /** Reads without a class, puts defaults in place of nulls, and reads the result as an event. */
    private record Adapting<T>(Schema ours, Schema writer, Schema nullable, long units) implements DatumReader<T> {
        @Override
        public void setSchema(Schema schema) {
            throw new UnsupportedOperationException("the schemas are set");
        }

        @Override
        public T read(@Nullable T reuse, Decoder in) throws IOException {
            GenericRecord read = new GenericDatumReader<GenericRecord>(writer, nullable, new GenericData())
                    .read(null, in);
            GenericRecord adapted = new GenericData.Record(ours);
            for (Field field : ours.getFields()) {
                adapted.put(field.pos(), value(read.get(field.name()), field));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(ours, new GenericData()).write(adapted, encoder);
            return new SpecificDatumReader<T>(ours, ours, SpecificData.getForSchema(ours)).read(reuse,
                    DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        }

        private @Nullable Object value(@Nullable Object read, Field field) {
            if (read == null) {
                if (field.schema().isNullable()) {
                    return null;
                }
                if (!field.hasDefaultValue()) {
                    throw new NullColumnException(field.name());
                }
                return new GenericData().getDefaultValue(field);
            }
            if (field.name().equals("uploaded_at") && read instanceof Long time) {
                return Math.floorDiv(time, units);
            }
            return read instanceof List<?> list ? withoutNulls(list) : read;
        }

        private static List<Object> withoutNulls(List<?> list) {
            List<Object> kept = new ArrayList<>();
            for (Object each : list) {
                if (each != null) {
                    kept.add(each instanceof List<?> nested ? withoutNulls(nested) : each);
                }
            }
            return kept;
        }
    }
}
