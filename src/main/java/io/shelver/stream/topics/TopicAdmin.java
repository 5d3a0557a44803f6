// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates the topics that are missing, and reports what is wrong with those that exist. */
public final class TopicAdmin implements AutoCloseable {
    private final Cluster cluster;
    private final StreamSettings settings;

    private TopicAdmin(Cluster cluster, StreamSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    /**
     * @param timeout
     *            the longest wait for each answer of the broker
     */
    public static TopicAdmin open(StreamSettings settings, Duration timeout) {
        return new TopicAdmin(Cluster.open(settings, timeout), settings);
    }

    /** Creates the topics that are missing, gives the changelog the partitions that it lacks, and checks the rest. */
    public TopicReport create() {
        Set<String> there = cluster.names();
        List<NewTopic> missing = WantedTopics.of(settings.topics()).stream()
                .filter(topic -> !there.contains(topic.name())).toList();
        cluster.create(missing);
        TopicCheck check = new TopicCheck(cluster, settings, there);
        growChangeLog(there).ifPresent(check::warn);
        check.checkBrokers();
        check.checkRules();
        check.checkPartitions();
        return check.report(missing.stream().map(NewTopic::name).toList());
    }

    /** Checks the topics, and changes nothing. */
    public TopicReport check() {
        TopicCheck check = new TopicCheck(cluster, settings, cluster.names());
        check.requireAll();
        check.checkBrokers();
        check.checkRules();
        check.checkPartitions();
        return check.report(List.of());
    }

    /** Whether a topic exists, as far as we may see. */
    public boolean exists(String topic) {
        return cluster.names().contains(topic);
    }

    /** The number of partitions of a topic that exists. */
    public int partitions(String topic) {
        return cluster.partitions(topic);
    }

    /** Whether a topic that exists holds no record. */
    public boolean isEmpty(String topic) {
        return cluster.isEmpty(topic);
    }

    /** The id of a topic that exists. A topic that is deleted and created again has another. */
    public String id(String topic) {
        return cluster.id(topic);
    }

    /** Checks where the group is in the uploads, for an application that is about to start. */
    public TopicReport places(PlacePolicy policy) {
        return PlaceCheck.of(cluster, settings, policy);
    }

    /**
     * Gives the group a place, at the beginning, in each partition of the uploads in which it has none. Otherwise uploads that are
     * deleted before the first one of a partition was read would go unnoticed.
     *
     * @return the places of the group
     */
    public Map<Integer, Long> takePlaces() {
        String uploads = settings.topics().uploads();
        try {
            Map<Integer, Long> missing = cluster.begins(uploads);
            missing.keySet().removeAll(cluster.committed(uploads).keySet());
            if (!missing.isEmpty()) {
                cluster.commit(uploads, missing);
            }
            return cluster.committed(uploads);
        } catch (StreamException e) {
            // The group has members already, which have done it, or it may not be seen.
            return Map.of();
        }
    }

    /** Creates the topic that records which dead letters were replayed, if it is missing. */
    public void createLedger(String topic) {
        if (!exists(topic)) {
            cluster.create(List.of(WantedTopics.ledger(topic, settings.topics())));
        }
    }

    /**
     * Gives the changelog as many partitions as the uploads, which somebody may have given more. What waits in a partition of the
     * changelog belongs to the uploads' partition of the same number, whatever its key. So the changelog may grow while it
     * holds something.
     */
    private Optional<String> growChangeLog(Set<String> there) {
        String changeLog = settings.changeLog();
        String uploads = settings.topics().uploads();
        if (!there.contains(changeLog) || !there.contains(uploads)) {
            return Optional.empty();
        }
        int has = cluster.partitions(changeLog);
        int needs = cluster.partitions(uploads);
        if (has >= needs) {
            return Optional.empty();
        }
        try {
            cluster.grow(changeLog, needs);
        } catch (StreamException e) {
            if (!Cluster.isForbidden(e)) {
                throw e;
            }
            throw new StreamException(
                    "the changelog %s has %d partitions and %s has %d, but we may not alter it: run `topics` as a principal that may"
                            .formatted(changeLog, has, uploads, needs),
                    e);
        }
        return Optional.of("the changelog %s had %d partitions and has %d now, as %s has"
                .formatted(changeLog, has, needs, uploads));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
