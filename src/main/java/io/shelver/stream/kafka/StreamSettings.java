// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the stream runs.
 *
 * @param applicationId
 *            the name of the consumer group, the transactions and the changelog; the same on every instance, not blank
 * @param bootstrapServers
 *            the brokers to ask first, host:port separated by commas; not blank
 * @param keys
 *            how the keys of uploads hold the listing id
 * @param threads
 *            the stream threads of this instance, {@value #MIN_THREADS} to {@value #MAX_THREADS}; a thread more than there are
 *            partitions is idle
 * @param slots
 *            the most uploads in a batch, {@value #MIN_SLOTS} to {@value #MAX_SLOTS}
 * @param linger
 *            the longest wait of an upload for its batch to fill, {@value #MIN_LINGER_MS} to {@value #MAX_LINGER_MS} ms
 * @param batchDeadline
 *            the longest time for one batch, retries included, {@value #MIN_BATCH_DEADLINE_MS} to
 *            {@value #MAX_BATCH_DEADLINE_MS} ms; recovery after a crash takes longer with a longer deadline
 * @param picturePatience
 *            how long an upload may wait for a picture whose host asks to be asked later, 0 to
 *            {@value #MAX_PICTURE_PATIENCE_MS} ms
 * @param overrides
 *            properties of Kafka's clients and of Kafka Streams, by Kafka's names
 */
public record StreamSettings(String applicationId, String bootstrapServers, Topics topics, KeyFormat keys, int threads,
        int slots, Duration linger, Duration batchDeadline, Duration picturePatience, Map<String, String> overrides) {
    static final int MIN_THREADS = 1;
    static final int MAX_THREADS = 1024;
    public static final int MIN_SLOTS = 1;
    public static final int MAX_SLOTS = 1024;
    public static final int MIN_LINGER_MS = 1;
    public static final int MAX_LINGER_MS = 10_000;
    public static final int MIN_BATCH_DEADLINE_MS = 100;
    public static final int MAX_BATCH_DEADLINE_MS = 300_000;
    public static final int MAX_PICTURE_PATIENCE_MS = 300_000;
    /** The name of the state store that holds the uploads waiting for their batch. */
    public static final String SLOTS = "slots";
    private static final Duration DEFAULT_PICTURE_PATIENCE = Duration.ofSeconds(60);
    /** The broker's default of {@code transaction.max.timeout.ms}. */
    private static final Duration MOST_TRANSACTION = Duration.ofMinutes(15);
    /** The partitions of a killed instance wait for its session to end. Brokers allow no less than 6 s by default. */
    private static final Duration SESSION = Duration.ofSeconds(6);
    /** The default of Kafka Streams with exactly-once. */
    private static final Duration EXACTLY_ONCE_COMMITS = Duration.ofMillis(100);

    public StreamSettings {
        overrides = Map.copyOf(overrides);
        if (applicationId.isBlank()) {
            throw new IllegalArgumentException("applicationId is blank");
        }
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers is blank");
        }
        within("threads", threads, MIN_THREADS, MAX_THREADS);
        within("slots", slots, MIN_SLOTS, MAX_SLOTS);
        within("linger in ms", linger.toMillis(), MIN_LINGER_MS, MAX_LINGER_MS);
        within("batchDeadline in ms", batchDeadline.toMillis(), MIN_BATCH_DEADLINE_MS, MAX_BATCH_DEADLINE_MS);
        within("picturePatience in ms", picturePatience.toMillis(), 0, MAX_PICTURE_PATIENCE_MS);
    }

    /** With keys that are text, and the usual patience for pictures. */
    public StreamSettings(String applicationId, String bootstrapServers, Topics topics, int threads, int slots,
            Duration linger, Duration batchDeadline, Map<String, String> overrides) {
        this(applicationId, bootstrapServers, topics, KeyFormat.TEXT, threads, slots, linger, batchDeadline,
                DEFAULT_PICTURE_PATIENCE, overrides);
    }

    public StreamSettings withTopics(Topics topics) {
        return new StreamSettings(applicationId, bootstrapServers, topics, keys, threads, slots, linger, batchDeadline,
                picturePatience, overrides);
    }

    public StreamSettings withBootstrapServers(String servers) {
        return new StreamSettings(applicationId, servers, topics, keys, threads, slots, linger, batchDeadline,
                picturePatience, overrides);
    }

    public StreamSettings withApplicationId(String id) {
        return new StreamSettings(id, bootstrapServers, topics, keys, threads, slots, linger, batchDeadline,
                picturePatience, overrides);
    }

    public StreamSettings withThreads(int howMany) {
        return new StreamSettings(applicationId, bootstrapServers, topics, keys, howMany, slots, linger, batchDeadline,
                picturePatience, overrides);
    }

    /** The topic in which Kafka Streams keeps the store {@value #SLOTS}. */
    public String changeLog() {
        return applicationId + "-" + SLOTS + "-changelog";
    }

    /** The topic that records each dead letter that was replayed. */
    public String replays() {
        return applicationId + "-replays";
    }

    /** The most bytes in a batch. It bounds the memory of a partition, whatever sellers send. */
    public int maxBatchBytes() {
        return 2 * topics.maxUploadBytes();
    }

    /** The longest time between two commits. */
    public Duration commitInterval() {
        String asked = overrides.get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        return asked == null ? EXACTLY_ONCE_COMMITS : Duration.ofMillis(Long.parseLong(asked.strip()));
    }

    /** The most partitions that one thread serves: the case in which this instance is alone. */
    public int mostTasksPerThread() {
        return Math.ceilDiv(topics.partitions(), threads);
    }

    /**
     * The longest time for one transaction. Between two commits a thread runs the batch that a poll filled, the batch that was nearly
     * full before it, and one for uploads that lingered. Brokers allow no more than 15 minutes by default.
     */
    public Duration transactionTimeout() {
        Duration three = batchDeadline.multipliedBy(3).plusSeconds(5);
        return three.compareTo(MOST_TRANSACTION) < 0 ? three : MOST_TRANSACTION;
    }

    /** How long an instance that says nothing stays a member of the group, if the brokers do not decide it. */
    public Duration sessionTimeout() {
        return overridden(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG).map(Duration::ofMillis).orElse(SESSION);
    }

    private Optional<Long> overridden(String property) {
        // What is no number Kafka itself refuses, with the name of the property.
        return Stream.of("main.consumer.", "consumer.", "").map(prefix -> overrides.get(prefix + property))
                .filter(Objects::nonNull).map(String::strip).filter(value -> value.matches("\\d{1,10}")).findFirst()
                .map(Long::parseLong);
    }

    /** Whether the brokers assign the partitions (KIP-1071), and not the instances. */
    public boolean brokerAssigns() {
        return "streams".equalsIgnoreCase(overrides.get(StreamsConfig.GROUP_PROTOCOL_CONFIG));
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be %d to %d, not %d".formatted(name, least, most, value));
        }
    }

    /** Without the overrides, which may hold passwords. */
    @Override
    public String toString() {
        return "%s at %s".formatted(applicationId, bootstrapServers);
    }
}
