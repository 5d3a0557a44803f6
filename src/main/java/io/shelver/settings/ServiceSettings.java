// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.http.HttpSettings;
import io.shelver.image.LinkSettings;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.RegistryFormat;
import io.shelver.stream.format.RegistrySettings;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of the commands that speak with Kafka.
 *
 * @param schemas
 *            folder of newer writers' schemas
 * @param registry
 *            where events have a registry's encoding
 * @param http
 *            of the commands that serve; empty if nothing is to be served
 */
public record ServiceSettings(ModelSettings models, LinkSettings links, StreamSettings stream, Optional<Path> schemas,
        Optional<RegistrySettings> registry, Optional<HttpSettings> http) {
    private static final String CLASS = "[\\p{Alnum}_$.]+";
    private static final String KAFKA_PREFIX = "KAFKA_";
    private static final String TOPIC = "[a-zA-Z0-9._-]{1,249}";

    /**
     * @param servers
     *            the cluster, instead of SHELVER_BOOTSTRAP_SERVERS
     */
    public static ServiceSettings from(Map<String, String> environment, Optional<String> servers) {
        return from(environment, servers, false);
    }

    /** For a command that serves HTTP. */
    public static ServiceSettings serving(Map<String, String> environment, Optional<String> servers) {
        return from(environment, servers, true);
    }

    private static ServiceSettings from(Map<String, String> environment, Optional<String> servers, boolean servesHttp) {
        Environment values = new Environment(environment);
        ModelSettings models = ModelSettings.read(values);
        LinkSettings links = LinkVariables.read(values);
        String bootstrapServers = servers.orElseGet(
                () -> values.matching(Setting.SHELVER_BOOTSTRAP_SERVERS, "[^,\\s]+:\\d+(\\s*,\\s*[^,\\s]+:\\d+)*"));
        String id = values.matching(Setting.SHELVER_APPLICATION_ID, "[a-zA-Z0-9._-]{1,100}");
        String uploads = values.matching(Setting.SHELVER_UPLOADS_TOPIC, TOPIC);
        String categories = values.matching(Setting.SHELVER_CATEGORIES_TOPIC, TOPIC);
        String reviews = values.matching(Setting.SHELVER_REVIEWS_TOPIC, TOPIC);
        String deadLetters = values.matching(Setting.SHELVER_DEAD_LETTERS_TOPIC, TOPIC);
        int partitions = values.number(Setting.SHELVER_PARTITIONS, 1, 10_000);
        int replication = values.number(Setting.SHELVER_REPLICATION, -1, 100);
        int maxUploadBytes = values.number(Setting.SHELVER_MAX_UPLOAD_BYTES, 64 << 10, Topics.MAX_UPLOAD_BYTES);
        int threads = values.number(Setting.SHELVER_STREAM_THREADS, 0, 256);
        int slots = values.number(Setting.SHELVER_BATCH_SIZE, 1, StreamSettings.MAX_SLOTS);
        Duration linger = Duration.ofMillis(values.number(Setting.SHELVER_BATCH_LINGER_MS, 1, 10_000));
        String schemas = values.text(Setting.SHELVER_SCHEMAS);
        Optional<RegistrySettings> registry = registry(values);
        Optional<HttpSettings> http = servesHttp
                ? HttpVariables.read(values, maxUploadBytes, models.batchDeadline())
                : Optional.empty();
        values.refuseMistakes();
        Topics topics = new Topics(uploads, categories, reviews, deadLetters, partitions, (short) replication,
                maxUploadBytes);
        return new ServiceSettings(models, links,
                new StreamSettings(id, bootstrapServers, topics,
                        threads == 0 ? Runtime.getRuntime().availableProcessors() + 1 : threads, slots, linger,
                        models.batchDeadline(),
                        overrides(environment)),
                schemas.isEmpty() ? Optional.empty() : Optional.of(Path.of(schemas)), registry, http);
    }

    private static Optional<RegistrySettings> registry(Environment values) {
        String serializer = values.matching(Setting.SHELVER_EVENT_SERIALIZER, CLASS);
        String deserializer = values.matching(Setting.SHELVER_EVENT_DESERIALIZER, CLASS);
        return values.parsed(Setting.SHELVER_REGISTRY_URL, Optional.empty(), url -> url.isEmpty()
                ? Optional.empty()
                : Optional.of(new RegistrySettings(url, serializer, deserializer)));
    }

    /** {@code KAFKA_MAX_POLL_RECORDS} is {@code max.poll.records}; and as Kafka's own image has it, two underscores are one, three a dash. */
    private static Map<String, String> overrides(Map<String, String> environment) {
        Map<String, String> overrides = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(KAFKA_PREFIX)) {
                overrides.put(kafkaName(name.substring(KAFKA_PREFIX.length())), value);
            }
        });
        return overrides;
    }

    private static String kafkaName(String variable) {
        return Pattern.compile("_+").matcher(variable.toLowerCase(Locale.ROOT))
                .replaceAll(underscores -> switch (underscores
                        .group().length()) {
                    case 1 -> ".";
                    case 2 -> "_";
                    case 3 -> "-";
                    // Four and more have no meaning in Kafka's image either.
                    default -> underscores.group();
                });
    }

    /** With as many partitions as the uploads topic really has: deadlines and caches are sized by them. */
    public ServiceSettings withPartitions(int partitions) {
        return new ServiceSettings(models, links, stream.withTopics(stream.topics().withPartitions(partitions)), schemas,
                registry, http);
    }

    public ServiceSettings withSchemas(Optional<Path> others) {
        return new ServiceSettings(models, links, stream, others.or(() -> schemas), registry, http);
    }

    /** Asks the registry, if there is one. */
    public EventFormat format() {
        SingleObjectFormat single = schemas.map(SingleObjectFormat::withSchemas)
                .orElseGet(SingleObjectFormat::ofThisRelease);
        return registry.<EventFormat>map(asked -> RegistryFormat.open(stream, asked, single)).orElse(single);
    }
}
