// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** What Kafka Streams is told. */
public final class StreamProperties {
    /** The broker's default of {@code transaction.max.timeout.ms}. */
    private static final long MOST_TRANSACTION_MS = 900_000;
    /** What a slot or an entry of the cache takes beside the upload. */
    private static final int OVERHEAD_BYTES = 1024;
    /** What the broker decides, or nobody, where it assigns the partitions itself (KIP-1071): Kafka Streams ignores these. */
    private static final Set<String> CLASSIC_ONLY = Set.of(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG);

    private StreamProperties() {
    }

    public static Properties of(StreamSettings settings) {
        ClientProperties.allowTokenEndpoints(settings.overrides());
        Properties properties = new Properties();
        properties.putAll(tuned(settings));
        properties.putAll(settings.overrides());
        Map<String, String> fixed = fixed(settings);
        refuse(settings.overrides().keySet(), fixed.keySet());
        if (brokerAssigns(settings)) {
            refuseClassic(settings.overrides().keySet());
        }
        properties.putAll(fixed);
        return properties;
    }

    /** Without transactions, to show and to measure what they are for: a crash repeats outcomes. Not for operators. */
    public static Properties atLeastOnce(StreamSettings settings) {
        Properties properties = of(settings);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        return properties;
    }

    private static boolean brokerAssigns(StreamSettings settings) {
        return "streams".equalsIgnoreCase(settings.overrides().get(StreamsConfig.GROUP_PROTOCOL_CONFIG));
    }

    /** Whether the group knows this instance by a name of its own. */
    static boolean staticMember(StreamSettings settings) {
        return settings.overrides().keySet().stream()
                .anyMatch(name -> bare(name).equals(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    }

    /** What the guarantee stands on. */
    private static Map<String, String> fixed(StreamSettings settings) {
        return Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId(),
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG, String.valueOf(settings.threads()),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true",
                // Bad records are dealt with in the processors; whatever comes as far as these is our fault.
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndFailExceptionHandler.class.getName(),
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, "true",
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndFailProcessingExceptionHandler.class.getName(),
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                DefaultProductionExceptionHandler.class.getName());
    }

    /** Names without a prefix, so that an override with a prefix and one without both win. */
    private static Map<String, String> tuned(StreamSettings settings) {
        long transaction = settings.transactionTimeout().toMillis();
        if (transaction > MOST_TRANSACTION_MS) {
            throw new StreamException(
                    ("%d partitions on %d threads with a batch deadline of %d ms need a transaction timeout of %,d ms, and brokers"
                            + " allow %,d: set SHELVER_STREAM_THREADS higher or SHELVER_BATCH_DEADLINE_MS lower")
                            .formatted(settings.topics().partitions(), settings.threads(),
                                    settings.batchDeadline().toMillis(), transaction, MOST_TRANSACTION_MS));
        }
        Map<String, String> tuned = new TreeMap<>();
        tuned.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, String.valueOf(settings.topics().replication()));
        tuned.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, String.valueOf(cacheBytes(settings)));
        // An idle thread sleeps this long whatever a punctuator wants.
        tuned.put(StreamsConfig.POLL_MS_CONFIG, String.valueOf(settings.linger().toMillis()));
        // Uploads are large, and what is fetched lies in memory: a batch running and one ready are enough.
        tuned.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, String.valueOf(settings.slots()));
        tuned.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, String.valueOf(16 * settings.slots()));
        tuned.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                String.valueOf(Math.max(2 * transaction, Duration.ofMinutes(1).toMillis())));
        if (!brokerAssigns(settings)) {
            tuned.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
            // A member hears of a rebalance with its next heartbeat, and one that moves partitions takes two rounds.
            tuned.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000");
            // A log that counts on for ever is soon read, as it is compacted. By default a member that comes back would have to
            // warm up first, and get no partition for up to ten minutes.
            tuned.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, String.valueOf(Long.MAX_VALUE));
        }
        tuned.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, String.valueOf(transaction));
        tuned.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(settings.topics().maxOutcomeBytes()));
        tuned.put("topic." + TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));
        return tuned;
    }

    /** Every slot of every task fits, so nothing is evicted: an eviction would log an upload that is not pending. */
    private static long cacheBytes(StreamSettings settings) {
        long task = settings.maxBatchBytes() + (long) settings.topics().maxUploadBytes()
                + (long) settings.slots() * OVERHEAD_BYTES;
        return task * settings.mostTasksPerThread() * settings.threads();
    }

    private static void refuse(Set<String> overrides, Set<String> fixed) {
        for (String name : overrides) {
            if (fixed.contains(name)) {
                throw new StreamException(
                        "the Kafka property %s (%s) cannot be set: exactly once depends on it, or Shelver has a setting for it"
                                .formatted(name,
                                        environment(name)));
            }
        }
    }

    private static void refuseClassic(Set<String> overrides) {
        for (String name : overrides) {
            if (CLASSIC_ONLY.contains(bare(name))) {
                throw new StreamException(
                        ("the Kafka property %s (%s) has no effect with group.protocol=streams: remove it; timeouts and standbys are the"
                                + " group's there (kafka-configs --entity-type groups, streams.session.timeout.ms)")
                                .formatted(name, environment(name)));
            }
        }
    }

    private static String bare(String name) {
        return name.replaceFirst("^(main\\.)?consumer\\.", "");
    }

    private static String environment(String name) {
        return "KAFKA_" + name.replace("_", "__").replace("-", "___").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
