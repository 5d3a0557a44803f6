// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.classify.Door;
import io.shelver.stream.Delivery;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Sees what the brokers delete of the outcomes, and when: nothing before its time, and everything after it. */
final class RetentionWatch implements AutoCloseable {
    private final Admin admin;
    private final List<TopicPartition> doors;
    private final Duration retention;
    private final List<Long> sentAt = new ArrayList<>();
    private final Map<TopicPartition, Deque<Outcome>> there = new HashMap<>();
    private final List<Long> early = new ArrayList<>();
    private long deleted;

    private record Outcome(long offset, long number) {}

    /**
     * @param retention
     *            of the topics of all doors
     */
    RetentionWatch(StreamSettings settings, Duration retention) {
        this.admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
        this.retention = retention;
        this.doors = Arrays.stream(Door.values()).map(settings.topics()::of)
                .flatMap(topic -> IntStream.range(0, settings.topics().partitions())
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
    }

    /** The next upload is sent now. */
    void sends() {
        sentAt.add(System.nanoTime());
    }

    void saw(Delivery delivery, ConsumerRecord<byte[], byte[]> record) {
        there.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), door -> new ArrayDeque<>())
                .add(new Outcome(record.offset(), delivery.number()));
    }

    /** To be called again and again. An outcome is written after its upload was sent, and is kept from then on. */
    void look() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> lows = offsets(OffsetSpec.earliest());
        long now = System.nanoTime();
        there.forEach((door, outcomes) -> {
            while (!outcomes.isEmpty() && outcomes.getFirst().offset() < lows.getOrDefault(door, 0L)) {
                long number = outcomes.removeFirst().number();
                deleted++;
                if (now - sentAt.get((int) number) < retention.toNanos()) {
                    early.add(number);
                }
            }
        });
    }

    /** How many outcomes the brokers have deleted. */
    long deleted() {
        return deleted;
    }

    /** The numbers of the outcomes that were deleted before their time. */
    List<Long> early() {
        return List.copyOf(early);
    }

    /** How many records each partition still has; without those that have none. */
    Map<TopicPartition, Long> left() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> lows = offsets(OffsetSpec.earliest());
        Map<TopicPartition, Long> left = new HashMap<>();
        offsets(OffsetSpec.latest()).forEach((door, high) -> {
            if (high > lows.getOrDefault(door, 0L)) {
                left.put(door, high - lows.getOrDefault(door, 0L));
            }
        });
        return left;
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(doors.stream().collect(Collectors.toMap(door -> door, door -> which))).all().get()
                .forEach((door, found) -> offsets.put(door, found.offset()));
        return offsets;
    }

    @Override
    public String toString() {
        return "%,d outcomes deleted, %,d of them early".formatted(deleted, early.size());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
