// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.classify.FailureClass;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A record of the dead-letter topic. Its key and its headers come from strangers: not to be printed as they are. */
public final class DeadLetter {
    private final ConsumerRecord<byte[], byte[]> record;
    private final Optional<Coordinates> failedFrom;

    DeadLetter(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
        this.failedFrom = Coordinates.from(record.headers(), DeadLetters.TOPIC, DeadLetters.PARTITION,
                DeadLetters.OFFSET);
    }

    /** {@code topic-partition@offset}. */
    public String at() {
        return new Coordinates(record.topic(), record.partition(), record.offset()).toString();
    }

    /** Of the upload; empty if it had none. */
    public String key() {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    /** A name of {@link FailureClass}, perhaps one that a newer release has; empty if Shelver did not write it. */
    public String failureClass() {
        return Coordinates.text(record.headers(), DeadLetters.FAILURE_CLASS).orElse("");
    }

    /** When it became a dead letter; the upload's own time if that is not told. */
    public Instant failedAt() {
        try {
            return Coordinates.text(record.headers(), DeadLetters.FAILED_AT).map(Instant::parse)
                    .orElseGet(this::uploaded);
        } catch (DateTimeException e) {
            return uploaded();
        }
    }

    private Instant uploaded() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** Whether Shelver wrote it, about an upload of this topic. */
    boolean isOf(String uploads) {
        return !failureClass().isEmpty() && record.timestamp() >= 0
                && failedFrom.filter(from -> from.topic().equals(uploads)).isPresent();
    }

    /** Whether key, value and headers are all there, as they came. */
    boolean isWhole() {
        Headers headers = record.headers();
        return headers.lastHeader(DeadLetters.VALUE_SHA256) == null
                && headers.lastHeader(DeadLetters.OMITTED_BYTES) == null;
    }

    /**
     * The upload as it came, and where it stood first, however often it was replayed.
     *
     * @param partitions
     *            of the uploads; it goes to the one it came from, in case its writer does not partition as Kafka does
     */
    ProducerRecord<byte[], byte[]> upload(int partitions) {
        Coordinates from = failedFrom.orElseThrow();
        Headers headers = SourceRecord.noHeaders();
        for (Header header : record.headers()) {
            if (!DeadLetters.OURS.contains(header.key())) {
                headers.add(header);
            }
        }
        Coordinates first = Coordinates.origin(headers).orElse(from);
        first.setAsOrigin(headers);
        Integer partition = from.partition() < partitions ? from.partition() : null;
        return new ProducerRecord<>(from.topic(), partition, record.timestamp(), record.key(), record.value(), headers);
    }
}
