// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Opens consumers of raw bytes that belong to no group: they commit no offset, and start where they are told. */
public final class Readers {
    private Readers() {
    }

    /**
     * Opens a consumer that has no partition yet.
     *
     * @param name
     *            the end of its client id
     */
    public static Consumer<byte[], byte[]> open(StreamSettings settings, String name, IsolationLevel isolation) {
        Map<String, Object> properties = ClientProperties.ofConsumer(settings, name);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Opens a consumer of all partitions of topics that exist, at their first records. */
    public static Consumer<byte[], byte[]> atFirst(StreamSettings settings, String name, IsolationLevel isolation,
            List<String> topics) {
        Consumer<byte[], byte[]> consumer = open(settings, name, isolation);
        List<TopicPartition> partitions = assign(consumer, topics);
        consumer.seekToBeginning(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    /** Opens a consumer of all partitions of topics that exist, after their last records. */
    public static Consumer<byte[], byte[]> atEnd(StreamSettings settings, String name, IsolationLevel isolation,
            List<String> topics) {
        Consumer<byte[], byte[]> consumer = open(settings, name, isolation);
        List<TopicPartition> partitions = assign(consumer, topics);
        consumer.seekToEnd(partitions);
        // A seek takes effect when the position is first asked for. Asked later, it would skip what came in between.
        partitions.forEach(consumer::position);
        return consumer;
    }

    private static List<TopicPartition> assign(Consumer<byte[], byte[]> consumer, List<String> topics) {
        List<TopicPartition> partitions = topics.stream().flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        return partitions;
    }
}
