// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.FailureClass;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/** Avro's single-object encoding: a marker of two bytes, the fingerprint of the writer's schema in eight, the record. */
public final class SingleObjectFormat implements EventFormat {
    /** The most items of a list in an event. An upload has a few categories. */
    public static final int MAX_ITEMS = 10_000;

    /** The marker of two bytes and the fingerprint of eight. */
    private static final int HEADER_BYTES = 10;
    private static final short MARKER = (short) 0xC301;

    private static final String NOT_AN_EVENT = "the bytes are not an event in Avro's single-object encoding";

    private final KnownSchemas schemas;
    private final Map<Class<?>, BinaryMessageEncoder<Object>> encoders = new ConcurrentHashMap<>();
    private final Map<ReadAs, DatumReader<Object>> readers = new ConcurrentHashMap<>();

    private record ReadAs(Class<?> type, long fingerprint) {}

    private SingleObjectFormat(KnownSchemas schemas) {
        this.schemas = schemas;
        limitLengths();
        trustEvents();
    }

    /**
     * Limits the lengths that Avro accepts. Avro reserves the memory that a length announces before it reads, and its own limit is
     * two billion, so thirty bytes could end the process. Avro reads these properties once, at its first use.
     */
    private static void limitLengths() {
        System.setProperty(SystemLimitException.MAX_STRING_LENGTH_PROPERTY, String.valueOf(Topics.MAX_UPLOAD_BYTES));
        System.setProperty(SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, String.valueOf(Topics.MAX_UPLOAD_BYTES));
        System.setProperty(SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, String.valueOf(MAX_ITEMS));
        requireLimits();
    }

    private static void requireLimits() {
        try {
            SystemLimitException.checkMaxBytesLength(Topics.MAX_UPLOAD_BYTES + 1L);
        } catch (SystemLimitException inForce) {
            return;
        }
        throw new IllegalStateException(
                "Avro was used before its limits were set: make the format before anything else uses Avro");
    }

    /** Avro makes objects only of classes that it trusts, and has one list of them for the whole JVM. */
    private static void trustEvents() {
        String events = ProductUploaded.class.getPackageName();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.DEFAULT,
                type -> type.getPackageName().equals(events)));
    }

    /** A format that reads what was written by the schemas of this release. */
    public static SingleObjectFormat ofThisRelease() {
        return new SingleObjectFormat(Schemas.own());
    }

    /** A format that reads what was written by the schemas of this release or of a folder. */
    public static SingleObjectFormat withSchemas(Path folder) {
        return new SingleObjectFormat(Schemas.ownAnd(folder));
    }

    @Override
    public byte[] write(String topic, SpecificRecord event) {
        BinaryMessageEncoder<Object> encoder = encoders.computeIfAbsent(event.getClass(),
                type -> new BinaryMessageEncoder<>(SpecificData.getForClass(type), event.getSchema()));
        try {
            ByteBuffer buffer = encoder.encode(event);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("an event in memory cannot be written", e);
        }
    }

    @Override
    public ProductUploaded readUpload(String topic, byte[] bytes) throws RefusedException {
        return read(topic, bytes, ProductUploaded.class);
    }

    @Override
    public <T extends SpecificRecord> T read(String topic, byte[] bytes, Class<T> type) throws RefusedException {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || header.getShort() != MARKER) {
            throw new RefusedException(FailureClass.NOT_AVRO, NOT_AN_EVENT);
        }
        long fingerprint = header.order(ByteOrder.LITTLE_ENDIAN).getLong();
        Schema writer = schemas.find(fingerprint).orElseThrow(() -> new RefusedException(FailureClass.UNKNOWN_SCHEMA,
                "the schema it was written with is not known; give it with --schemas"));
        try {
            return type.cast(readers.computeIfAbsent(new ReadAs(type, fingerprint), as -> reader(as, writer)).read(null,
                    DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null)));
        } catch (IncompatibleSchemaException e) {
            throw new RefusedException(FailureClass.INCOMPATIBLE_SCHEMA,
                    "the event cannot be read by the schema it was written with: " + e.getMessage());
        } catch (NullColumnException e) {
            throw new RefusedException(FailureClass.NOT_A_LISTING, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw refused(e);
        }
    }

    private static DatumReader<Object> reader(ReadAs as, Schema writer) {
        Schema ours = SpecificData.getForClass(as.type()).getSchema(as.type());
        WrittenBy.fault(ours, writer).ifPresent(fault -> {
            throw new IncompatibleSchemaException(fault);
        });
        return WrittenBy.reader(ours, writer);
    }

    private static RefusedException refused(Throwable failure) {
        FailureClass failureClass = Faults.decoding(failure)
                .orElseThrow(() -> new IllegalStateException("the decoder itself is broken", failure));
        // Avro's own messages may quote the record.
        return new RefusedException(failureClass, NOT_AN_EVENT);
    }
}
