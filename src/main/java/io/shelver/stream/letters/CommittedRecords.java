// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.stream.kafka.Readers;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The committed records of a topic, from the first to the one that was the last when this was opened. */
final class CommittedRecords implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Duration timeout;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;

    private CommittedRecords(Consumer<byte[], byte[]> consumer, String topic, Duration timeout) {
        this.consumer = consumer;
        this.topic = topic;
        this.timeout = timeout;
        List<TopicPartition> partitions = consumer.partitionsFor(topic, timeout).stream()
                .map(info -> new TopicPartition(topic, info.partition())).toList();
        this.begins = consumer.beginningOffsets(partitions, timeout);
        this.ends = consumer.endOffsets(partitions, timeout);
        consumer.assign(partitions);
        begins.forEach(consumer::seek);
    }

    /**
     * @param timeout
     *            the longest wait for each answer of the broker
     */
    static CommittedRecords open(StreamSettings settings, String topic, Duration timeout) {
        Consumer<byte[], byte[]> consumer = Readers.open(settings, "replay", IsolationLevel.READ_COMMITTED);
        try {
            return new CommittedRecords(consumer, topic, timeout);
        } catch (KafkaException e) {
            consumer.close();
            throw unreadable(topic, e);
        }
    }

    /** The most records that there can be. Transactions leave gaps, so there may be fewer. */
    long atMost() {
        return ends.entrySet().stream().mapToLong(end -> end.getValue() - first(end.getKey())).sum();
    }

    /** The offset of the first record that a partition still has. */
    long first(TopicPartition partition) {
        return begins.getOrDefault(partition, 0L);
    }

    /**
     * Reads to the end, once; the records of a partition in their order.
     *
     * @param each
     *            takes a record, and answers whether to go on after it
     */
    void forEach(Predicate<ConsumerRecord<byte[], byte[]>> each) {
        long heard = System.nanoTime();
        try {
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), timeout) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    heard = System.nanoTime();
                    if (record.offset() < ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L)
                            && !each.test(record)) {
                        return;
                    }
                }
                if (System.nanoTime() - heard > timeout.toNanos()) {
                    throw new StreamException(
                            "the topic %s gave nothing for %d s, although there is more to read: check the brokers, and run it again"
                                    .formatted(topic, timeout.toSeconds()));
                }
            }
        } catch (KafkaException e) {
            throw unreadable(topic, e);
        }
    }

    private static StreamException unreadable(String topic, KafkaException e) {
        return new StreamException("the topic %s cannot be read: %s".formatted(topic, e.getMessage()), e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
