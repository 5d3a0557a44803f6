// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends uploads, each once and in order. */
final class UploadFeed implements AutoCloseable {
    /** Counts the uploads of a feed; outcomes keep the headers of their upload. */
    static final String NUMBER = "test.number";

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private long number;

    UploadFeed(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", settings.bootstrapServers());
        properties.put("enable.idempotence", "true");
        properties.put("linger.ms", "5");
        properties.put("max.request.size", String.valueOf(settings.topics().maxUploadBytes()));
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        topic = settings.topics().uploads();
    }

    void send(byte[] key, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
        record.headers().add(NUMBER, String.valueOf(number++).getBytes(StandardCharsets.UTF_8));
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                throw new IllegalStateException("the feed itself failed", failure);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
    }
}
