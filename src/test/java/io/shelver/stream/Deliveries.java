// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Door;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is behind the three doors, committed transactions only. */
final class Deliveries implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Door> doors;
    private final List<Delivery> found = new ArrayList<>();

    Deliveries(StreamSettings settings) {
        Map<String, Object> properties = ClientProperties.ofConsumer(settings, "deliveries");
        properties.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Topics topics = settings.topics();
        doors = Map.of(topics.categories(), Door.CATEGORIES, topics.reviews(), Door.REVIEWS, topics.deadLetters(),
                Door.DEAD_LETTERS);
        List<TopicPartition> partitions = doors.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Everything committed so far, once so many are there or the time is over. */
    static List<Delivery> await(StreamSettings settings, int count, Duration most) {
        try (Deliveries deliveries = new Deliveries(settings)) {
            return deliveries.await(count, most);
        }
    }

    /** Everything there is, aborted and unfinished transactions aside. */
    static List<Delivery> all(StreamSettings settings) {
        try (Deliveries deliveries = new Deliveries(settings)) {
            deliveries.readToEnd();
            return deliveries.found();
        }
    }

    List<Delivery> await(int count, Duration most) {
        Instant until = Instant.now().plus(most);
        while (found.size() < count && Instant.now().isBefore(until)) {
            poll();
        }
        return found();
    }

    void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(delivery(record)));
    }

    private void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
    }

    int count() {
        return found.size();
    }

    List<Delivery> found() {
        return List.copyOf(found);
    }

    private Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return new Delivery(doors.getOrDefault(record.topic(), Door.DEAD_LETTERS), record.partition(), key,
                number(record));
    }

    private static long number(ConsumerRecord<byte[], byte[]> record) {
        byte[] number = record.headers().lastHeader(UploadFeed.NUMBER).value();
        return Long.parseLong(new String(number, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
