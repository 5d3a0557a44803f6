// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics and says what is wrong with those that are there. */
public final class TopicAdmin implements AutoCloseable {
    private final Admin admin;
    private final StreamSettings settings;
    private final Duration timeout;

    private TopicAdmin(Admin admin, StreamSettings settings, Duration timeout) {
        this.admin = admin;
        this.settings = settings;
        this.timeout = timeout;
    }

    /**
     * @param timeout
     *            for each answer of the broker
     */
    public static TopicAdmin open(StreamSettings settings, Duration timeout) {
        try {
            return new TopicAdmin(Admin.create(ClientProperties.ofAdmin(settings, "topics")), settings, timeout);
        } catch (KafkaException e) {
            throw ClientProperties.refused(settings, e);
        }
    }

    /** Creates what is missing and checks the rest. */
    public TopicReport create() {
        Set<String> there = names();
        List<String> missing = limits().keySet().stream().filter(topic -> !there.contains(topic)).toList();
        missing.forEach(this::create);
        awaitVisible(missing);
        List<String> problems = new ArrayList<>();
        check(there, problems);
        return new TopicReport(missing, problems);
    }

    /** Checks and changes nothing. */
    public TopicReport check() {
        Set<String> there = names();
        List<String> problems = new ArrayList<>();
        limits().keySet().stream().filter(topic -> !there.contains(topic))
                .forEach(topic -> problems.add("the topic %s does not exist".formatted(topic)));
        check(there, problems);
        return new TopicReport(List.of(), problems);
    }

    /** How many partitions a topic has; it must exist. */
    public int partitions(String topic) {
        return partitionsOf(topic).size();
    }

    /** Whether a topic holds no record. */
    public boolean isEmpty(String topic) {
        List<TopicPartition> partitions = partitionsOf(topic);
        return offsets(partitions, OffsetSpec.earliest()).equals(offsets(partitions, OffsetSpec.latest()));
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition())).toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer(admin.listOffsets(asked).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Topic to the most bytes a record of it may have. */
    private Map<String, Integer> limits() {
        Topics topics = settings.topics();
        Map<String, Integer> limits = new LinkedHashMap<>();
        limits.put(topics.uploads(), topics.maxUploadBytes());
        limits.put(topics.categories(), topics.maxOutcomeBytes());
        limits.put(topics.reviews(), topics.maxOutcomeBytes());
        limits.put(topics.deadLetters(), topics.maxOutcomeBytes());
        return limits;
    }

    private void create(String topic) {
        Topics topics = settings.topics();
        Optional<Short> replication = Optional.of(topics.replication())
                .filter(factor -> factor != Topics.BROKERS_REPLICATION);
        NewTopic wanted = new NewTopic(topic, Optional.of(topics.partitions()), replication).configs(Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(limits().get(topic)),
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE)));
        try {
            answer(admin.createTopics(List.of(wanted)).all());
        } catch (StreamException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new StreamException(
                        "the topic %s may not be created, and is not there or may not be seen; `topics --acls` prints what each principal must be allowed"
                                .formatted(topic),
                        e);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** A broker may confirm a topic before it shows it, and a stream that starts in between fails. */
    private void awaitVisible(List<String> created) {
        long until = System.nanoTime() + timeout.toNanos();
        while (!names().containsAll(created)) {
            if (System.nanoTime() > until) {
                throw new StreamException("Kafka at %s does not show the topics it created: %s"
                        .formatted(settings.bootstrapServers(), created));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void check(Set<String> there, List<String> problems) {
        limits().forEach((topic, limit) -> {
            if (there.contains(topic)) {
                check(topic, limit, problems);
            }
        });
        // Kafka Streams creates the change log itself, and never alters one that is there.
        String changeLog = settings.changeLog();
        if (there.contains(changeLog)) {
            check(changeLog, settings.topics().maxOutcomeBytes(), problems);
            checkPartitions(changeLog, problems);
        }
    }

    private void checkPartitions(String changeLog, List<String> problems) {
        String uploads = settings.topics().uploads();
        if (names().contains(uploads) && partitions(changeLog) != partitions(uploads)) {
            problems.add("the change log %s has %d partitions, %s has %d: use another SHELVER_APPLICATION_ID"
                    .formatted(changeLog, partitions(changeLog), uploads, partitions(uploads)));
        }
    }

    private void check(String topic, int limit, List<String> problems) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config;
        try {
            config = answer(admin.describeConfigs(List.of(resource)).all()).get(resource);
        } catch (StreamException e) {
            if (e.getCause() instanceof AuthorizationException) {
                problems.add("the limits of the topic %s cannot be checked: DescribeConfigs is not allowed"
                        .formatted(topic));
                return;
            }
            throw e;
        }
        long bytes = config == null ? 0 : Long.parseLong(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        if (bytes < limit) {
            problems.add("the topic %s takes records of %,d bytes (max.message.bytes), at least %,d are needed"
                    .formatted(topic, bytes, limit));
        }
    }

    private Set<String> names() {
        return answer(admin.listTopics().names());
    }

    private <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StreamException("no answer from Kafka at %s within %d ms".formatted(settings.bootstrapServers(),
                    timeout.toMillis()), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StreamException("Kafka at %s refuses: %s".formatted(settings.bootstrapServers(),
                    Access.explain(cause, settings).orElse(cause.getMessage())), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException("interrupted while asking Kafka", e);
        }
    }

    @Override
    public void close() {
        admin.close(timeout);
    }
}
