// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.stream.format.RegistrySettings;
import io.shelver.stream.kafka.KeyFormat;
import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.PlacePolicy.ReadAgain;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the variables of the stream: Kafka, the topics, the batches and the registry. */
final class StreamVariables {
    static final Legal<String> TOPIC = Legal.matching("a topic name", "[a-zA-Z0-9._-]{1,249}");
    static final Legal<String> CLASS = Legal.matching("a class on the class path", "[\\p{Alnum}_$.]+");
    private static final String KAFKA_PREFIX = "KAFKA_";

    private StreamVariables() {
    }

    /**
     * @param bootstrapServers
     *            the brokers to ask first
     */
    static StreamSettings read(Environment environment, String bootstrapServers, Duration batchDeadline) {
        int threads = environment.number(Setting.SHELVER_STREAM_THREADS);
        return new StreamSettings(environment.text(Setting.SHELVER_APPLICATION_ID), bootstrapServers,
                topics(environment),
                KeyFormat.valueOf(environment.text(Setting.SHELVER_UPLOAD_KEYS).toUpperCase(Locale.ROOT)),
                threads == 0 ? Runtime.getRuntime().availableProcessors() + 1 : threads,
                environment.number(Setting.SHELVER_BATCH_SIZE),
                environment.milliseconds(Setting.SHELVER_BATCH_LINGER_MS), batchDeadline,
                environment.milliseconds(Setting.SHELVER_LINK_PATIENCE_MS),
                overrides(environment.variables()));
    }

    static PlacePolicy places(Environment environment) {
        return new PlacePolicy(
                ReadAgain.valueOf(environment.text(Setting.SHELVER_READ_AGAIN).toUpperCase(Locale.ROOT)),
                environment.text(Setting.SHELVER_GONE_UPLOADS).equals("stop"));
    }

    private static Topics topics(Environment environment) {
        return new Topics(environment.text(Setting.SHELVER_UPLOADS_TOPIC),
                environment.text(Setting.SHELVER_CATEGORIES_TOPIC), environment.text(Setting.SHELVER_REVIEWS_TOPIC),
                environment.text(Setting.SHELVER_DEAD_LETTERS_TOPIC), environment.number(Setting.SHELVER_PARTITIONS),
                (short) environment.number(Setting.SHELVER_REPLICATION),
                environment.number(Setting.SHELVER_MAX_UPLOAD_BYTES));
    }

    /** The brokers to ask first; a mistake is noted if there are none. */
    static String bootstrapServers(Environment environment) {
        Optional<String> servers = environment.optional(Setting.SHELVER_BOOTSTRAP_SERVERS, String.class);
        if (environment.given(Setting.SHELVER_BOOTSTRAP_SERVERS).isEmpty()) {
            environment.mistake(Setting.SHELVER_BOOTSTRAP_SERVERS);
        }
        return servers.orElse("none:0");
    }

    static Optional<RegistrySettings> registry(Environment environment) {
        String serializer = environment.text(Setting.SHELVER_EVENT_SERIALIZER);
        String deserializer = environment.text(Setting.SHELVER_EVENT_DESERIALIZER);
        return environment.optional(Setting.SHELVER_REGISTRY_URL, RegistrySettings.class)
                .map(registry -> new RegistrySettings(registry.url(), serializer, deserializer));
    }

    static RegistrySettings registry(String url) {
        return new RegistrySettings(url, RegistrySettings.APICURIO_SERIALIZER,
                RegistrySettings.APICURIO_DESERIALIZER);
    }

    private static Map<String, String> overrides(Map<String, String> variables) {
        Map<String, String> overrides = new HashMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(KAFKA_PREFIX)) {
                overrides.put(kafkaName(name.substring(KAFKA_PREFIX.length())), value);
            }
        });
        return overrides;
    }

    /** Kafka's name of a property, by the rules of Kafka's own image: {@code MAX_POLL_RECORDS} is {@code max.poll.records}. */
    private static String kafkaName(String variable) {
        return Pattern.compile("_+").matcher(variable.toLowerCase(Locale.ROOT))
                .replaceAll(underscores -> switch (underscores.group().length()) {
                    case 1 -> ".";
                    case 2 -> "_";
                    case 3 -> "-";
                    // Kafka's image gives four and more no meaning either.
                    default -> underscores.group();
                });
    }
}
