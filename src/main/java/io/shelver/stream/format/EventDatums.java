// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.apicurio.registry.serde.avro.DefaultAvroDatumProvider;
import io.shelver.events.ProductUploaded;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Reads and writes our events by our own schemas, for Apicurio's serdes. Their own class would look for a Java class of whatever
 * name the writer's schema has. Apicurio makes this class by its name, so it is public. Used by one thread at a time.
 */
public final class EventDatums<T> extends DefaultAvroDatumProvider<T> {
    // Apicurio keeps one instance of each schema; hashing one costs more than reading a record by it.
    private final Map<Schema, DatumReader<T>> readers = new IdentityHashMap<>();
    private final Map<Schema, DatumWriter<T>> writers = new IdentityHashMap<>();

    @Override
    public DatumReader<T> createDatumReader(Schema writers) {
        return readers.computeIfAbsent(writers, EventDatums::reader);
    }

    private static <T> DatumReader<T> reader(Schema writers) {
        SchemaBounds.check(writers);
        Schema ours = Schemas.OURS.getOrDefault(writers.getFullName(), ProductUploaded.getClassSchema());
        WrittenBy.fault(ours, writers).ifPresent(fault -> {
            throw new IncompatibleSchemaException(fault);
        });
        return new Reading<>(WrittenBy.reader(ours, writers));
    }

    @Override
    public DatumWriter<T> createDatumWriter(T event, Schema schema) {
        return writers.computeIfAbsent(schema,
                written -> new SpecificDatumWriter<>(written, SpecificData.getForSchema(written)));
    }

    /** Tells what is wrong with the bytes from what is wrong with the registry. */
    private record Reading<T>(DatumReader<T> reader) implements DatumReader<T> {
        @Override
        public void setSchema(Schema schema) {
            throw new UnsupportedOperationException("both schemas are set");
        }

        @Override
        public T read(T reuse, Decoder in) {
            try {
                return reader.read(reuse, in);
            } catch (NullColumnException e) {
                throw e;
            } catch (IOException | RuntimeException | StackOverflowError e) {
                // The stack: a type may hold itself, as deep as its writer likes.
                throw new UndecodableException(e);
            }
        }
    }
}
