// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.streams.StreamsConfig;

/** What the overrides say to a client that Shelver opens itself, beside those of Kafka Streams. */
public final class ClientProperties {
    /** As Kafka Streams has them: a name with a prefix is for one kind of client only. */
    private static final List<String> PREFIXES = List.of("admin.", "producer.", "consumer.", "main.consumer.",
            "restore.consumer.", "global.consumer.", "topic.");

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
        // It reads outside any group, and a plain consumer does not take the protocol of Kafka Streams.
        properties.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        return properties;
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
        // A consumer refuses what Kafka Streams may have there; these are in no group.
        properties.remove(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.applicationId() + "-" + name);
        return properties;
    }

    /**
     * Kafka asks a token only from addresses that a system property of the JVM names, lest a stranger's configuration sends
     * it anywhere. Here the operator's own environment is all the configuration there is, so what it names is allowed.
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

    /** Kafka's own words quote from {@code sasl.jaas.config} what they do not understand, which may be part of a password. */
    public static StreamException refused(StreamSettings settings, KafkaException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IllegalArgumentException)) {
            cause = cause.getCause();
        }
        String why = cause instanceof IllegalArgumentException
                ? "%s cannot be read; it is LOGINMODULE required NAME=\"VALUE\" ... ; with \\ before each \\ and \" of a value"
                        .formatted(SaslConfigs.SASL_JAAS_CONFIG)
                // A login's message goes on with a stack trace.
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new StreamException("Kafka at %s cannot be asked: %s".formatted(settings.bootstrapServers(), why),
                failure);
    }
}
