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
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** The properties of Kafka Streams: what the guarantees depend on, what Shelver tunes, and what operators override. */
public final class StreamProperties {
    /** The bytes of an entry of the cache beside the upload. */
    private static final int OVERHEAD_BYTES = 1024;
    /** Properties that Kafka Streams ignores if the broker assigns the partitions (KIP-1071). */
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
        if (settings.brokerAssigns()) {
            refuseClassic(settings.overrides().keySet());
        }
        properties.putAll(fixed);
        // Kafka Streams compares the commit interval with the timeout under this name only, and takes 10 s if there is none.
        properties.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                properties.getProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
        return properties;
    }

    /** Whether this instance has a {@code group.instance.id}. */
    static boolean staticMember(StreamSettings settings) {
        return settings.overrides().keySet().stream()
                .anyMatch(name -> bare(name).equals(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    }

    /** The properties on which exactly once depends, and those for which Shelver has a setting. Nobody can override them. */
    private static Map<String, String> fixed(StreamSettings settings) {
        return Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId(),
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG, String.valueOf(settings.threads()),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true",
                // The processors deal with bad records. What reaches these handlers is our fault.
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndFailExceptionHandler.class.getName(),
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, "true",
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndFailProcessingExceptionHandler.class.getName(),
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                RefusedRecords.class.getName());
    }

    /** The names have no prefix, so that an override wins with a prefix and without one. */
    private static Map<String, String> tuned(StreamSettings settings) {
        long transaction = settings.transactionTimeout().toMillis();
        Map<String, String> tuned = new TreeMap<>();
        tuned.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, String.valueOf(settings.topics().replication()));
        tuned.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, String.valueOf(cacheBytes(settings)));
        // An idle thread sleeps this long, whatever a timer asks for.
        tuned.put(StreamsConfig.POLL_MS_CONFIG, String.valueOf(settings.linger().toMillis()));
        // Uploads are large, and what is fetched is in memory. One batch that runs and one that is ready are enough.
        tuned.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, String.valueOf(settings.slots()));
        // A stop and a rebalance wait until what one poll returned is processed. That is one batch.
        tuned.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, String.valueOf(settings.slots()));
        tuned.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                String.valueOf(Math.max(2 * transaction, Duration.ofMinutes(1).toMillis())));
        if (!settings.brokerAssigns()) {
            tuned.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                    String.valueOf(settings.sessionTimeout().toMillis()));
            // A member hears of a rebalance with its next heartbeat, and a rebalance that moves partitions takes two rounds.
            tuned.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "500");
            // The changelog is compacted and soon read, although its offsets grow for ever. By default a member that comes back
            // would have to warm up first, and would get no partition for up to ten minutes.
            tuned.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, String.valueOf(Long.MAX_VALUE));
        }
        tuned.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, String.valueOf(transaction));
        tuned.putAll(ClientProperties.sizes(settings.topics()));
        return tuned;
    }

    /** Every slot of every task fits, so nothing is evicted. An eviction would log an upload that may not be waiting any more. */
    private static long cacheBytes(StreamSettings settings) {
        long task = settings.maxBatchBytes() + (long) settings.topics().maxUploadBytes()
                + (long) settings.slots() * OVERHEAD_BYTES;
        return task * settings.mostTasksPerThread() * settings.threads();
    }

    private static void refuse(Set<String> overrides, Set<String> fixed) {
        for (String name : overrides) {
            if (fixed.contains(name)) {
                throw new StreamException(
                        "the Kafka property %s (%s) cannot be set, because exactly once depends on it or Shelver has a setting for it: remove it"
                                .formatted(name,
                                        environment(name)));
            }
        }
    }

    private static void refuseClassic(Set<String> overrides) {
        for (String name : overrides) {
            if (CLASSIC_ONLY.contains(bare(name))) {
                throw new StreamException(
                        ("the Kafka property %s (%s) has no effect with group.protocol=streams: remove it; timeouts and standbys are"
                                + " set for the group there (kafka-configs --entity-type groups, streams.session.timeout.ms)")
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
