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

/** A record of the dead-letter topic. Its key and headers come from strangers, so they must not be printed as they are. */
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

    /** The key of the upload; empty if it had none. */
    public String key() {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    /** A name of {@link FailureClass}, perhaps of a newer release; empty if Shelver did not write the record. */
    public String failureClass() {
        return Coordinates.text(record.headers(), DeadLetters.FAILURE_CLASS).orElse("");
    }

    /** When it became a dead letter; the timestamp of the record if no header says so. */
    public Instant failedAt() {
        try {
            return Coordinates.text(record.headers(), DeadLetters.FAILED_AT).map(Instant::parse)
                    .orElseGet(this::written);
        } catch (DateTimeException e) {
            return written();
        }
    }

    private Instant written() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** Whether Shelver wrote it about an upload of this topic. */
    boolean isOf(String uploads) {
        return !failureClass().isEmpty() && record.timestamp() >= 0
                && failedFrom.filter(from -> from.topic().equals(uploads)).isPresent();
    }

    /** Whether key, value and headers are complete, as they came. */
    boolean isWhole() {
        Headers headers = record.headers();
        return headers.lastHeader(DeadLetters.VALUE_SHA256) == null
                && headers.lastHeader(DeadLetters.OMITTED_BYTES) == null;
    }

    /**
     * The upload as it came, with the place where it stood first in its headers, however often it was replayed. It goes to the
     * partition it came from, because its writer may choose partitions in another way than Kafka.
     *
     * @param partitions
     *            the number of partitions of the uploads topic; an upload from a partition that is gone goes where its key leads
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
        // The producer gives it the present time, whatever clock the upload came with.
        return new ProducerRecord<>(from.topic(), partition, null, record.key(), record.value(), headers);
    }
}
