// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.streams.StreamsConfig;

/** The properties of the Kafka clients that Shelver opens itself, beside those of Kafka Streams. */
public final class ClientProperties {
    /** A property whose name has one of these prefixes is for one kind of client, as in Kafka Streams. */
    private static final List<String> PREFIXES = List.of("admin.", "producer.", "consumer.", "main.consumer.",
            "restore.consumer.", "global.consumer.", "topic.");

    /** Kafka's own default of {@code buffer.memory}. */
    private static final long DEFAULT_BUFFER_BYTES = 32 << 20;

    private ClientProperties() {
    }

    public static Map<String, Object> ofAdmin(StreamSettings settings, String name) {
        return of(settings, "admin.", name);
    }

    public static Map<String, Object> ofProducer(StreamSettings settings, String name) {
        return of(settings, "producer.", name);
    }

    public static Map<String, Object> ofConsumer(StreamSettings settings, String name) {
        Map<String, Object> properties = of(settings, "consumer.", name);
        // Our consumers belong to no group, and a plain consumer rejects the protocol of Kafka Streams.
        properties.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        return properties;
    }

    /** What a producer must be given to send the largest record that a topic takes. Its memory must hold that record, too. */
    public static Map<String, String> sizes(Topics topics) {
        return Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(topics.maxOutcomeBytes()),
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                String.valueOf(Math.max(DEFAULT_BUFFER_BYTES, 2L * topics.maxOutcomeBytes())));
    }

    private static Map<String, Object> of(StreamSettings settings, String prefix, String name) {
        allowTokenEndpoints(settings.overrides());
        Map<String, Object> properties = new HashMap<>();
        settings.overrides().forEach((override, value) -> {
            if (PREFIXES.stream().noneMatch(override::startsWith)) {
                properties.put(override, value);
            }
        });
        settings.overrides().forEach((override, value) -> {
            if (override.startsWith(prefix)) {
                properties.put(override.substring(prefix.length()), value);
            }
        });
        properties.remove(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.applicationId() + "-" + name);
        return properties;
    }

    /**
     * Allows Kafka's clients to ask the token endpoints that the overrides name. Kafka asks only addresses that a system property
     * of the JVM names, so that a stranger's configuration cannot send it elsewhere. Here the operator's environment is the only
     * configuration. A property that the operator has set stands.
     */
    public static void allowTokenEndpoints(Map<String, String> overrides) {
        TreeSet<String> endpoints = new TreeSet<>();
        overrides.forEach((name, value) -> {
            if (name.endsWith(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL)) {
                endpoints.add(value.strip());
            }
        });
        if (!endpoints.isEmpty()
                && System.getProperty(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG) == null) {
            System.setProperty(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG,
                    String.join(",", endpoints));
        }
    }

    /** Hides Kafka's own message where it may quote {@code sasl.jaas.config}, which holds a password. */
    public static StreamException refused(StreamSettings settings, KafkaException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IllegalArgumentException)) {
            cause = cause.getCause();
        }
        String why = cause instanceof IllegalArgumentException
                ? "%s cannot be read; it is LOGINMODULE required NAME=\"VALUE\" ... ; with \\ before each \\ and \" of a value"
                        .formatted(SaslConfigs.SASL_JAAS_CONFIG)
                // The message of a failed login continues with a stack trace.
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new StreamException("Kafka at %s cannot be used: %s; check the KAFKA_* variables"
                .formatted(settings.bootstrapServers(), why), failure);
    }
}
