// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.clients;

import io.shelver.catalog.Image;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.EventId;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends listings as uploads, as the upload pipeline of a marketplace does; for samples and for files. */
public final class UploadSender implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final EventFormat format;

    private UploadSender(Producer<byte[], byte[]> producer, String topic, EventFormat format) {
        this.producer = producer;
        this.topic = topic;
        this.format = format;
    }

    public static UploadSender open(StreamSettings settings, EventFormat format) {
        Map<String, Object> properties = ClientProperties.ofProducer(settings, "sender");
        properties.putAll(ClientProperties.sizes(settings.topics()));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        return new UploadSender(new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
                settings.topics().uploads(), format);
    }

    /**
     * Sends a listing, without checking it.
     *
     * @return the event id of its outcome, as soon as the broker has the upload
     */
    public CompletableFuture<UUID> send(String listingId, String title, String description, Image image,
            Instant uploadedAt) {
        return send(listingId, listingId, title, description, image, uploadedAt);
    }

    /** Sends a listing under a key that may differ from its id. */
    public CompletableFuture<UUID> send(String key, String listingId, String title, String description, Image image,
            Instant uploadedAt) {
        ProductUploaded event = ProductUploaded.newBuilder().setListingId(listingId).setTitle(title)
                .setDescription(description)
                .setImage(image(image)).setSellerCategories(List.of()).setUploadedAt(uploadedAt).build();
        return send(key.getBytes(StandardCharsets.UTF_8), format.write(topic, event));
    }

    private static @Nullable Object image(Image image) {
        return switch (image) {
            case Image.Inline inline -> ByteBuffer.wrap(inline.encoded().bytes());
            case Image.Linked linked -> linked.reference();
            case Image.None none -> null;
        };
    }

    /** Sends any key and value. */
    public CompletableFuture<UUID> send(byte @Nullable [] key, byte @Nullable [] value) {
        CompletableFuture<UUID> sent = new CompletableFuture<>();
        try {
            producer.send(new ProducerRecord<>(topic, key, value),
                    (metadata, failure) -> answered(sent, metadata, failure));
        } catch (KafkaException | IllegalStateException e) {
            // The producer was closed in the meantime.
            sent.completeExceptionally(new StreamException("an upload was not sent: " + e.getMessage(), e));
        }
        return sent;
    }

    private static void answered(CompletableFuture<UUID> sent, RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null) {
            sent.complete(EventId.of(new Coordinates(metadata.topic(), metadata.partition(), metadata.offset())));
        } else if (failure instanceof RecordTooLargeException) {
            sent.completeExceptionally(new UploadTooLargeException("the upload is larger than the topic takes"));
        } else {
            sent.completeExceptionally(
                    new StreamException("the broker did not accept an upload: " + failure.getMessage(), failure));
        }
    }

    /** Waits for the broker at most this long. What it has not taken by then fails. */
    public void close(Duration patience) {
        producer.close(patience);
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
