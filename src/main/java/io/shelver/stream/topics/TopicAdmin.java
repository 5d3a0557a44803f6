// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.Diagnosis;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;

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
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
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

    /** Creates what is missing, gives the change log the partitions it lacks, and checks the rest. */
    public TopicReport create() {
        Set<String> there = names();
        List<NewTopic> missing = wanted(settings.topics()).stream().filter(topic -> !there.contains(topic.name()))
                .toList();
        missing.forEach(this::create);
        List<String> created = missing.stream().map(NewTopic::name).toList();
        awaitVisible(created);
        Findings findings = new Findings();
        growChangeLog(there, findings);
        check(there, findings);
        return findings.report(created);
    }

    /** Checks and changes nothing. */
    public TopicReport check() {
        Set<String> there = names();
        Findings findings = new Findings();
        limits(settings.topics()).keySet().stream().filter(topic -> !there.contains(topic))
                .forEach(topic -> findings.problems.add("the topic %s does not exist".formatted(topic)));
        check(there, findings);
        return findings.report(List.of());
    }

    private static final class Findings {
        private final List<String> problems = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        TopicReport report(List<String> created) {
            return new TopicReport(created, problems, warnings);
        }
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

    /** Whether there is such a topic, as far as we may see. */
    public boolean exists(String topic) {
        return names().contains(topic);
    }

    /** What tells a topic from one of the same name that was deleted. */
    public String id(String topic) {
        return answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().iterator().next().topicId()
                .toString();
    }

    /** Creates the topic that remembers what was replayed, if it is missing. */
    public void createLedger(String topic) {
        if (!exists(topic)) {
            create(new NewTopic(topic, Optional.of(1), replication(settings.topics()))
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
            awaitVisible(List.of(topic));
        }
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
    private static Map<String, Integer> limits(Topics topics) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        limits.put(topics.uploads(), topics.maxUploadBytes());
        limits.put(topics.categories(), topics.maxOutcomeBytes());
        limits.put(topics.reviews(), topics.maxOutcomeBytes());
        limits.put(topics.deadLetters(), topics.maxOutcomeBytes());
        return limits;
    }

    /** The topics as they are created. */
    static List<NewTopic> wanted(Topics topics) {
        return limits(topics).entrySet().stream()
                .map(limit -> new NewTopic(limit.getKey(), Optional.of(topics.partitions()), replication(topics))
                        .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(limit.getValue()),
                                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE))))
                .toList();
    }

    private static Optional<Short> replication(Topics topics) {
        return Optional.of(topics.replication()).filter(factor -> factor != Topics.BROKERS_REPLICATION);
    }

    private void create(NewTopic wanted) {
        try {
            answer(admin.createTopics(List.of(wanted)).all());
        } catch (StreamException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new StreamException(
                        "the topic %s may not be created, and is not there or may not be seen; `topics --acls` prints what each principal must be allowed"
                                .formatted(wanted.name()),
                        e);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** A broker may confirm a topic before it shows it, and a stream that starts in between fails. */
    private void awaitVisible(List<String> created) {
        await(() -> names().containsAll(created), "the topics it created: %s".formatted(created));
    }

    private void await(BooleanSupplier shown, String what) {
        long until = System.nanoTime() + timeout.toNanos();
        while (!shown.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new StreamException(
                        "Kafka at %s does not show %s".formatted(settings.bootstrapServers(), what));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void check(Set<String> there, Findings findings) {
        Topics topics = settings.topics();
        limits(settings.topics()).forEach((topic, limit) -> {
            if (there.contains(topic)) {
                // An upload that its topic does not take never comes; an outcome that its topic does not take stops us for ever.
                check(topic, limit, topic.equals(topics.uploads()) ? findings.warnings : findings.problems,
                        findings.warnings);
            }
        });
        // Kafka Streams creates the change log itself, and never alters one that is there.
        if (there.contains(settings.changeLog())) {
            check(settings.changeLog(), topics.maxOutcomeBytes(), findings.problems, findings.warnings);
            if (there.contains(topics.uploads())) {
                checkPartitions(partitions(settings.changeLog()), partitions(topics.uploads()), findings.problems);
            }
        }
    }

    private void checkPartitions(int has, int needs, List<String> problems) {
        if (has != needs) {
            problems.add("the change log %s has %d partitions, %s has %d: %s".formatted(settings.changeLog(), has,
                    settings.topics().uploads(), needs, has < needs
                            ? "`shelver topics` gives it the others"
                            : "if the uploads topic was made anew, use another SHELVER_APPLICATION_ID"));
        }
    }

    /**
     * Somebody gave the uploads more partitions. What waits in a partition of the change log belongs to the uploads'
     * partition of the same number, whatever its key, so the change log may grow while it holds something.
     */
    private void growChangeLog(Set<String> there, Findings findings) {
        String uploads = settings.topics().uploads();
        if (!there.contains(settings.changeLog()) || !there.contains(uploads)) {
            return;
        }
        int has = partitions(settings.changeLog());
        int needs = partitions(uploads);
        if (has < needs) {
            grow(has, needs);
            await(() -> partitions(settings.changeLog()) == needs, "the partitions it gave " + settings.changeLog());
            findings.warnings.add("the change log %s had %d partitions and has %d now, as %s has"
                    .formatted(settings.changeLog(), has, needs, uploads));
        }
    }

    private void grow(int has, int needs) {
        try {
            answer(admin.createPartitions(Map.of(settings.changeLog(), NewPartitions.increaseTo(needs))).all());
        } catch (StreamException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new StreamException(
                        "the change log %s has %d partitions, %s has %d, and it may not be altered: run `topics` as a principal that may"
                                .formatted(settings.changeLog(), has, settings.topics().uploads(), needs),
                        e);
            }
            throw e;
        }
    }

    private void check(String topic, int limit, List<String> found, List<String> warnings) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config;
        try {
            config = answer(admin.describeConfigs(List.of(resource)).all()).get(resource);
        } catch (StreamException e) {
            if (e.getCause() instanceof AuthorizationException) {
                warnings.add("the limits of the topic %s cannot be checked: DescribeConfigs is not allowed"
                        .formatted(topic));
                return;
            }
            throw e;
        }
        long bytes = config == null ? 0 : Long.parseLong(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        if (bytes < limit) {
            found.add(
                    "the topic %s takes records of %,d bytes (max.message.bytes), at least %,d are needed: raise it, or set SHELVER_MAX_UPLOAD_BYTES lower"
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
            throw new StreamException(
                    cause instanceof AuthorizationException || cause instanceof AuthenticationException
                            ? new Diagnosis(settings).of(cause)
                            : "Kafka at %s refuses: %s".formatted(settings.bootstrapServers(), cause.getMessage()),
                    cause);
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
