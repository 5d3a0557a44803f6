// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.clients;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is committed behind the three doors, from the first record on, as a reader that only counts sees it: not decoded. */
public final class CommittedOutcomes implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private long records;
    private long bytes;

    private CommittedOutcomes(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The topics must exist. */
    public static CommittedOutcomes open(StreamSettings settings) {
        Topics topics = settings.topics();
        return new CommittedOutcomes(reader(settings, "read_committed",
                List.of(topics.categories(), topics.reviews(), topics.deadLetters())));
    }

    public static Consumer<byte[], byte[]> reader(StreamSettings settings, String isolation, List<String> topics) {
        Map<String, Object> properties = ClientProperties.ofConsumer(settings, "counted");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream().flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    /** The keys of what has come out since the last call; waits up to the timeout for something. */
    public List<String> poll(Duration timeout) {
        List<String> keys = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            keys.add(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8));
            records++;
            bytes += record.serializedValueSize();
        }
        return keys;
    }

    /** The mean size of their values so far; 0 before the first. */
    public int meanBytes() {
        return records == 0 ? 0 : Math.toIntExact(bytes / records);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
