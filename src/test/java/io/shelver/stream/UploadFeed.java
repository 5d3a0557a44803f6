// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamSettings;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends uploads, each once and in order, however often the broker goes away and comes back. */
public final class UploadFeed implements AutoCloseable {
    /** Counts the uploads of a feed; outcomes keep the headers of their upload. */
    public static final String NUMBER = "test.number";

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long number;

    public UploadFeed(StreamSettings settings) {
        Map<String, Object> properties = ClientProperties.ofProducer(settings, "feed");
        properties.put("enable.idempotence", "true");
        properties.put("acks", "all");
        properties.put("delivery.timeout.ms", String.valueOf(Integer.MAX_VALUE));
        properties.put("reconnect.backoff.max.ms", "200");
        properties.put("linger.ms", "5");
        // A producer's own limit counts what is not compressed yet; the broker's counts what is.
        properties.put("max.request.size", String.valueOf(64 << 20));
        properties.put("compression.type", "lz4");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        topic = settings.topics().uploads();
    }

    public void send(byte[] key, byte[] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    /**
     * @param timestamp
     *            of the record, in milliseconds since 1970
     */
    public void send(byte[] key, byte[] value, long timestamp) {
        send(new ProducerRecord<>(topic, null, timestamp, key, value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        record.headers().add(NUMBER, String.valueOf(number++).getBytes(StandardCharsets.UTF_8));
        producer.send(record, (metadata, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
            }
        });
        refuseFailure();
    }

    /** What a callback throws, the producer logs and forgets. */
    private void refuseFailure() {
        if (failure.get() != null) {
            throw new IllegalStateException("the feed itself failed", failure.get());
        }
    }

    /** How many were sent. */
    public long count() {
        return number;
    }

    @Override
    public void close() {
        producer.close();
        refuseFailure();
    }
}
