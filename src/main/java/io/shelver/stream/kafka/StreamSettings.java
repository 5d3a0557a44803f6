// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the stream runs.
 *
 * @param applicationId
 *            names the consumer group, the transactions and the change log; the same on every instance, not blank
 * @param threads
 *            stream threads of this instance, 1 or more; more than partitions are idle
 * @param slots
 *            the most uploads in a batch, 1 to {@value #MAX_SLOTS}
 * @param linger
 *            how long the oldest upload waits for its batch to fill, 1 ms to 10 s
 * @param batchDeadline
 *            how long one batch may take, retries included, 100 ms to 5 min; the time to recover from a crash grows with it
 * @param overrides
 *            properties of Kafka's clients and of Kafka Streams, by Kafka's names
 */
public record StreamSettings(String applicationId, String bootstrapServers, Topics topics, int threads, int slots,
        Duration linger, Duration batchDeadline, Map<String, String> overrides) {
    public static final int MAX_SLOTS = 1024;
    /** The state store of the uploads that wait for their batch. */
    public static final String SLOTS = "slots";
    /** Kafka Streams' own default with exactly-once. */
    private static final Duration EXACTLY_ONCE_COMMITS = Duration.ofMillis(100);

    public StreamSettings {
        overrides = Map.copyOf(overrides);
        if (applicationId.isBlank()) {
            throw new IllegalArgumentException("applicationId is blank");
        }
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers is blank");
        }
        within("threads", threads, 1, 1024);
        within("slots", slots, 1, MAX_SLOTS);
        within("linger in ms", linger.toMillis(), 1, 10_000);
        within("batchDeadline in ms", batchDeadline.toMillis(), 100, 300_000);
    }

    public StreamSettings withTopics(Topics topics) {
        return new StreamSettings(applicationId, bootstrapServers, topics, threads, slots, linger, batchDeadline,
                overrides);
    }

    public StreamSettings withApplicationId(String id) {
        return new StreamSettings(id, bootstrapServers, topics, threads, slots, linger, batchDeadline, overrides);
    }

    public StreamSettings withThreads(int howMany) {
        return new StreamSettings(applicationId, bootstrapServers, topics, howMany, slots, linger, batchDeadline,
                overrides);
    }

    /** The topic in which Kafka Streams keeps the store {@value #SLOTS}. */
    public String changeLog() {
        return applicationId + "-" + SLOTS + "-changelog";
    }

    /** The topic that names each dead letter that was replayed. */
    public String replays() {
        return applicationId + "-replays";
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

    /** A batch runs before it has more bytes than this, so that a partition's memory is bounded whatever sellers send. */
    public int maxBatchBytes() {
        return 2 * topics.maxUploadBytes();
    }

    /** How long an outcome may wait to be committed. */
    public Duration commitInterval() {
        String asked = overrides.get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        return asked == null ? EXACTLY_ONCE_COMMITS : Duration.ofMillis(Long.parseLong(asked.strip()));
    }

    /** How many partitions one thread may have to serve: all of them when this instance is alone. */
    public int mostTasksPerThread() {
        return Math.ceilDiv(topics.partitions(), threads);
    }

    /**
     * One batch of every task of a thread fits, else the transaction is fenced, and again for ever. A killed instance blocks
     * its partitions for so long: the next one gets other transactional ids and must wait for the broker to give up.
     */
    public Duration transactionTimeout() {
        return batchDeadline.multipliedBy(mostTasksPerThread()).plusSeconds(5);
    }
}
