// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.Diagnosis;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.jspecify.annotations.Nullable;

/** Asks one Kafka cluster about topics, and changes them. Waits for each answer, and says of a failure what it means. */
final class Cluster implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;
    private final StreamSettings settings;
    private final Duration timeout;

    private Cluster(Admin admin, StreamSettings settings, Duration timeout) {
        this.admin = admin;
        this.settings = settings;
        this.timeout = timeout;
    }

    /**
     * @param timeout
     *            the longest wait for each answer
     */
    static Cluster open(StreamSettings settings, Duration timeout) {
        try {
            return new Cluster(Admin.create(ClientProperties.ofAdmin(settings, "topics")), settings, timeout);
        } catch (KafkaException e) {
            throw ClientProperties.refused(settings, e);
        }
    }

    /** The names of the topics that we may see. */
    Set<String> names() {
        return answer(admin.listTopics().names());
    }

    String id(String topic) {
        return describe(topic).topicId().toString();
    }

    int partitions(String topic) {
        return describe(topic).partitions().size();
    }

    boolean isEmpty(String topic) {
        List<TopicPartition> partitions = describe(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition())).toList();
        return offsets(partitions, OffsetSpec.earliest()).equals(offsets(partitions, OffsetSpec.latest()));
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> which));
        return answer(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /** The first offset of each partition of a topic that exists. */
    Map<Integer, Long> begins(String topic) {
        return offsets(topic, OffsetSpec.earliest());
    }

    /** The offset after the last of each partition of a topic that exists. */
    Map<Integer, Long> ends(String topic) {
        return offsets(topic, OffsetSpec.latest());
    }

    private Map<Integer, Long> offsets(String topic, OffsetSpec which) {
        Map<Integer, Long> offsets = new TreeMap<>();
        offsets(describe(topic).partitions().stream().map(each -> new TopicPartition(topic, each.partition()))
                .toList(), which).forEach((partition, offset) -> offsets.put(partition.partition(), offset));
        return offsets;
    }

    /** The place of our group in each partition of a topic in which it has one. */
    Map<Integer, Long> committed(String topic) {
        Map<Integer, Long> committed = new TreeMap<>();
        answer(admin.listConsumerGroupOffsets(settings.applicationId()).partitionsToOffsetAndMetadata())
                .forEach((partition, place) -> {
                    if (place != null && partition.topic().equals(topic)) {
                        committed.put(partition.partition(), place.offset());
                    }
                });
        return committed;
    }

    /** Gives our group places in a topic. It must have no member. */
    void commit(String topic, Map<Integer, Long> places) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        places.forEach((partition, place) -> offsets.put(new TopicPartition(topic, partition),
                new OffsetAndMetadata(place)));
        answer(admin.alterConsumerGroupOffsets(settings.applicationId(), offsets).all());
    }

    private TopicDescription describe(String topic) {
        return answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().iterator().next();
    }

    /** What a topic that exists says of itself. */
    TopicFacts facts(String topic) {
        List<TopicPartitionInfo> partitions = describe(topic).partitions();
        return new TopicFacts(topic,
                partitions.stream().mapToInt(partition -> partition.replicas().size()).min().orElse(0),
                partitions.stream().mapToInt(partition -> partition.isr().size()).min().orElse(0),
                partitions.stream().filter(partition -> partition.leader() == null).map(TopicPartitionInfo::partition)
                        .toList(),
                config(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
    }

    /** What the cluster says of its brokers. */
    BrokerFacts brokers() {
        Collection<Node> nodes = answer(admin.describeCluster().nodes());
        Map<String, String> config = nodes.isEmpty()
                ? null
                : config(new ConfigResource(ConfigResource.Type.BROKER, nodes.iterator().next().idString()));
        return new BrokerFacts(metadataVersion(), config, quotas());
    }

    /** The level of the cluster's metadata, which says how old it is; 0 if the brokers are from before such levels. */
    private int metadataVersion() {
        FinalizedVersionRange range = answer(admin.describeFeatures().featureMetadata()).finalizedFeatures()
                .get("metadata.version");
        return range == null ? 0 : range.maxVersionLevel();
    }

    /** The limits in bytes per second for writers and readers of any name, and for ours; empty if we may not know them. */
    private Map<String, Double> quotas() {
        try {
            Map<String, Double> quotas = new TreeMap<>();
            answer(admin.describeClientQuotas(ClientQuotaFilter.all()).entities()).forEach((entity, limits) -> {
                String client = entity.entries().get(ClientQuotaEntity.CLIENT_ID);
                if (client == null || client.startsWith(settings.applicationId())) {
                    limits.forEach((name, limit) -> quotas.merge(name, limit, Math::min));
                }
            });
            return quotas;
        } catch (StreamException e) {
            return Map.of();
        }
    }

    /** The settings of a topic or of a broker; null if we may not read them. */
    private @Nullable Map<String, String> config(ConfigResource resource) {
        Config config;
        try {
            config = answer(admin.describeConfigs(List.of(resource)).all()).get(resource);
        } catch (StreamException e) {
            if (!isForbidden(e)) {
                throw e;
            }
            return null;
        }
        Map<String, String> values = new TreeMap<>();
        if (config != null) {
            config.entries().stream().filter(entry -> entry.value() != null)
                    .forEach(entry -> values.put(entry.name(), entry.value()));
        }
        return values;
    }

    /** Creates topics one by one, and returns when the cluster shows all of them. */
    void create(List<NewTopic> topics) {
        topics.forEach(this::create);
        List<String> created = topics.stream().map(NewTopic::name).toList();
        // A broker may confirm a topic before it shows it, and a stream that starts in between fails.
        await(() -> names().containsAll(created), "the topics %s".formatted(created));
    }

    private void create(NewTopic wanted) {
        try {
            answer(admin.createTopics(List.of(wanted)).all());
        } catch (StreamException e) {
            if (isForbidden(e)) {
                throw new StreamException(
                        "the topic %s is missing or hidden, and Kafka does not let us create it; `topics --acls` prints what each principal must be allowed"
                                .formatted(wanted.name()),
                        e);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Gives a topic more partitions, and returns when the cluster shows them. */
    void grow(String topic, int partitions) {
        answer(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
        await(() -> partitions(topic) == partitions, "%d partitions of the topic %s".formatted(partitions, topic));
    }

    /** Whether an operation failed because we are not allowed to do it. */
    static boolean isForbidden(StreamException failure) {
        return failure.getCause() instanceof AuthorizationException;
    }

    private void await(BooleanSupplier shown, String what) {
        long until = System.nanoTime() + timeout.toNanos();
        while (!shown.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new StreamException("Kafka at %s created %s, but does not show them after %d ms: run it again"
                        .formatted(settings.bootstrapServers(), what, timeout.toMillis()));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StreamException(
                    "no answer from Kafka at %s within %d ms: check that the address is right and that the brokers are up"
                            .formatted(settings.bootstrapServers(), timeout.toMillis()),
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StreamException(
                    cause instanceof AuthorizationException || cause instanceof AuthenticationException
                            ? new Diagnosis(settings).of(cause)
                            : "Kafka at %s rejected the request: %s; look at the brokers' log"
                                    .formatted(settings.bootstrapServers(), cause.getMessage()),
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
