// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.format.EventId;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.StreamSettings;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records with anything in them, compressed, so that more gets past the broker than it would take as it is. */
public final class RawUploads implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    public RawUploads(StreamSettings settings) {
        this.topic = settings.topics().uploads();
        this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", settings.bootstrapServers(), "linger.ms", "5",
                "max.request.size", String.valueOf(64 << 20), "buffer.memory", String.valueOf(128 << 20),
                "compression.type", "lz4"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @return the event id of its outcome, unless the event names itself */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    public CompletableFuture<UUID> send(@Nullable Integer partition, @Nullable Long timestamp, byte @Nullable [] key,
            byte @Nullable [] value, List<Map.Entry<String, byte[]>> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, timestamp, key, value);
        headers.forEach(header -> record.headers().add(header.getKey(), header.getValue()));
        CompletableFuture<UUID> sent = new CompletableFuture<>();
        producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                sent.complete(EventId.of(new Coordinates(metadata.topic(), metadata.partition(), metadata.offset())));
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }
}
