// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records in transactions. A new sender of the same name ends the open transaction of the one before. */
final class ReplaySender implements AutoCloseable {
    /** Readers of the uploads wait this long for the open transaction of a killed replay, unless the next replay ends it. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

    private final Producer<byte[], byte[]> producer;
    private final String name;

    private ReplaySender(Producer<byte[], byte[]> producer, String name) {
        this.producer = producer;
        this.name = name;
    }

    static ReplaySender open(StreamSettings settings) {
        String name = settings.applicationId() + "-replay";
        Map<String, Object> properties = ClientProperties.ofProducer(settings, "replay");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.putAll(ClientProperties.sizes(settings.topics()));
        Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
                new ByteArraySerializer());
        ReplaySender sender = new ReplaySender(producer, name);
        try {
            producer.initTransactions();
            return sender;
        } catch (KafkaException e) {
            sender.close();
            throw sender.failed(e);
        }
    }

    int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    /** Sends all of them or none. */
    void send(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw failed(e);
        } catch (KafkaException e) {
            StreamException failed = failed(e);
            try {
                producer.abortTransaction();
            } catch (KafkaException | IllegalStateException broken) {
                // The producer does not know how its commit ended. The broker ends an open transaction when its time is over.
                failed.addSuppressed(broken);
            }
            throw failed;
        }
    }

    private StreamException failed(KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return new StreamException(
                    "another replay as %s has started, so this one stops; the other goes on. Nothing is sent twice"
                            .formatted(name),
                    e);
        }
        if (cause instanceof InvalidTxnStateException) {
            // The broker says so if the other replay ended the transaction just before the commit arrived.
            return new StreamException(
                    "a transaction ended too early, because another replay as %s has started or the broker was too slow. Nothing is lost: run it again"
                            .formatted(name),
                    e);
        }
        return new StreamException(
                "Kafka does not accept the replayed uploads: %s. Nothing is lost: run it again"
                        .formatted(cause.getMessage()),
                e);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
