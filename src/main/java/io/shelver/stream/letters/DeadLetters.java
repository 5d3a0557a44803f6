// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.catalog.Sha256;
import io.shelver.classify.FailureClass;
import io.shelver.stream.kafka.SourceRecord;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Makes dead letters: uploads as they came, with the cause in headers of Kafka's names (KIP-1034) and of ours. */
public final class DeadLetters {
    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String STACKTRACE = "__streams.errors.stacktrace";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";
    /** The event id of the upload, which its outcome would have had: a UUID as text. */
    public static final String EVENT_ID = "shelver.event.id";
    /** When it became a dead letter: ISO 8601 in UTC. The timestamp of the record is the same. */
    public static final String FAILED_AT = "shelver.failed.at";
    /** The timestamp of the upload's record, in milliseconds since 1970: the clock of its producer, or of the broker. */
    public static final String UPLOAD_TIMESTAMP = "shelver.upload.timestamp";
    /** A name of {@link FailureClass}. */
    public static final String FAILURE_CLASS = "shelver.failure.class";
    /** In place of a value that would make the dead letter too large: its SHA-256 in hexadecimal. */
    public static final String VALUE_SHA256 = "shelver.value.sha256";
    /** The length of such a value, in bytes. */
    public static final String VALUE_BYTES = "shelver.value.bytes";
    /** In place of a key and headers that would still be too large: their length, in bytes. */
    public static final String OMITTED_BYTES = "shelver.omitted.bytes";

    /** The names that only Shelver writes. An upload that comes with such headers loses them. */
    public static final Set<String> OURS = Set.of(EXCEPTION, STACKTRACE, MESSAGE, TOPIC, PARTITION, OFFSET,
            EVENT_ID, FAILED_AT, UPLOAD_TIMESTAMP, FAILURE_CLASS, VALUE_SHA256, VALUE_BYTES, OMITTED_BYTES);
    private static final int MAX_FRAMES = 30;

    private final int maxBytes;

    public DeadLetters(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Why an upload is a dead letter.
     *
     * @param message
     *            a sentence of our own; the message of {@code cause} may quote the upload, so it is never written
     */
    public record Failure(UUID eventId, Instant at, FailureClass failureClass, Throwable cause, String message) {}

    public Record<byte[], byte[]> of(SourceRecord source, Failure failure) {
        Headers headers = SourceRecord.noHeaders();
        for (Header header : source.headers()) {
            if (!OURS.contains(header.key())) {
                headers.add(header);
            }
        }
        addCause(headers, source, failure);
        byte[] value = source.value();
        if (SourceRecord.bytes(source.key(), value, headers) <= maxBytes) {
            return record(source.key(), value, failure, headers);
        }
        addFingerprint(headers, value);
        if (SourceRecord.bytes(source.key(), null, headers) <= maxBytes) {
            return record(source.key(), null, failure, headers);
        }
        Headers least = SourceRecord.noHeaders();
        addCause(least, source, failure);
        addFingerprint(least, value);
        add(least, OMITTED_BYTES, String.valueOf(source.bytes() - (value == null ? 0 : value.length)));
        return record(null, null, failure, least);
    }

    // Record's own annotations do not say that key and value may be null; Kafka takes both.
    @SuppressWarnings("NullAway") // see above
    private static Record<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value, Failure failure,
            Headers headers) {
        return new Record<>(key, value, failure.at().toEpochMilli(), headers);
    }

    private static void addCause(Headers headers, SourceRecord source, Failure failure) {
        add(headers, EVENT_ID, failure.eventId().toString());
        add(headers, FAILED_AT, failure.at().toString());
        if (source.timestamp() >= 0) {
            add(headers, UPLOAD_TIMESTAMP, String.valueOf(source.timestamp()));
        }
        add(headers, FAILURE_CLASS, failure.failureClass().name());
        add(headers, EXCEPTION, failure.cause().getClass().getName());
        add(headers, MESSAGE, failure.message());
        add(headers, STACKTRACE, frames(failure.cause()));
        add(headers, TOPIC, source.at().topic());
        add(headers, PARTITION, String.valueOf(source.at().partition()));
        add(headers, OFFSET, String.valueOf(source.at().offset()));
    }

    private static void addFingerprint(Headers headers, byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        add(headers, VALUE_SHA256, Sha256.hex(value));
        add(headers, VALUE_BYTES, String.valueOf(value.length));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A stack trace without the messages. */
    private static String frames(Throwable cause) {
        StringBuilder trace = new StringBuilder(cause.getClass().getName());
        StackTraceElement[] frames = cause.getStackTrace();
        for (int frame = 0; frame < Math.min(frames.length, MAX_FRAMES); frame++) {
            trace.append("\n\tat ").append(frames[frame]);
        }
        return trace.toString();
    }
}
