// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Door;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is behind the three doors, committed transactions only, and goes on when the broker was away. */
public final class Deliveries implements AutoCloseable {
    private static final long NOBODYS = -1;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Door> doors;
    private final BiConsumer<Delivery, ConsumerRecord<byte[], byte[]>> reader;
    private int count;

    public Deliveries(StreamSettings settings, Consumer<Delivery> reader) {
        this(settings, doors(settings.topics()), (delivery, record) -> reader.accept(delivery));
    }

    public Deliveries(StreamSettings settings, BiConsumer<Delivery, ConsumerRecord<byte[], byte[]>> reader) {
        this(settings, doors(settings.topics()), reader);
    }

    private Deliveries(StreamSettings settings, Map<String, Door> doors,
            BiConsumer<Delivery, ConsumerRecord<byte[], byte[]>> reader) {
        this.doors = doors;
        this.reader = reader;
        Map<String, Object> properties = ClientProperties.ofConsumer(settings, "deliveries");
        properties.putAll(Map.of("isolation.level", "read_committed", "reconnect.backoff.max.ms", "200",
                "max.poll.records", "2000"));
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = doors.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private static Map<String, Door> doors(Topics topics) {
        return Arrays.stream(Door.values()).collect(Collectors.toMap(topics::of, door -> door));
    }

    /** Everything committed so far, once so many are there or the time is over. */
    public static List<Delivery> await(StreamSettings settings, int count, Duration most) {
        List<Delivery> found = new ArrayList<>();
        try (Deliveries deliveries = new Deliveries(settings, (Consumer<Delivery>) found::add)) {
            Instant until = Instant.now().plus(most);
            while (deliveries.count() < count && Instant.now().isBefore(until)) {
                deliveries.poll();
            }
        }
        return found;
    }

    /** Everything there is, aborted and unfinished transactions aside. */
    public static List<Delivery> all(StreamSettings settings) {
        List<Delivery> found = new ArrayList<>();
        readAll(settings, found::add);
        return found;
    }

    /** As {@link #all}, for more than fits in memory. */
    public static void readAll(StreamSettings settings, Consumer<Delivery> reader) {
        try (Deliveries deliveries = new Deliveries(settings, reader)) {
            deliveries.readToEnd();
        }
    }

    /** The uploads themselves, as if all had left by one door: whether the feed did what it should. */
    public static void readUploads(StreamSettings settings, Consumer<Delivery> reader) {
        try (Deliveries uploads = new Deliveries(settings, Map.of(settings.topics().uploads(), Door.CATEGORIES),
                (delivery, record) -> reader.accept(delivery))) {
            uploads.readToEnd();
        }
    }

    public void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
            count++;
            reader.accept(delivery(record), record);
        });
    }

    /** Up to where the topics end now. */
    public void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
    }

    public int count() {
        return count;
    }

    private Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return new Delivery(doors.getOrDefault(record.topic(), Door.DEAD_LETTERS), record.partition(), key,
                number(record));
    }

    private static long number(ConsumerRecord<byte[], byte[]> record) {
        Header number = record.headers().lastHeader(UploadFeed.NUMBER);
        return number == null ? NOBODYS : Long.parseLong(new String(number.value(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
