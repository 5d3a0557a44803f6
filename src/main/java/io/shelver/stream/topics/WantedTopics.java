// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics as they are created. */
final class WantedTopics {
    private WantedTopics() {
    }

    /** The uploads and the topics of the doors. Kafka Streams creates the changelog itself. */
    static List<NewTopic> of(Topics topics) {
        return topics.names().stream().map(name -> new NewTopic(name, Optional.of(topics.partitions()),
                replication(topics)).configs(config(name, topics))).toList();
    }

    private static Map<String, String> config(String name, Topics topics) {
        Map<String, String> config = new TreeMap<>();
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxBytes(name, topics)));
        if (name.equals(topics.uploads())) {
            // The clock of a producer is to decide neither when uploads are deleted nor whether any are.
            config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        return config;
    }

    /** The topic that records which dead letters were replayed. */
    static NewTopic ledger(String name, Topics topics) {
        return new NewTopic(name, Optional.of(1), replication(topics))
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** The most bytes of a record that a topic must take. */
    static int maxBytes(String name, Topics topics) {
        return name.equals(topics.uploads()) ? topics.maxUploadBytes() : topics.maxOutcomeBytes();
    }

    private static Optional<Short> replication(Topics topics) {
        return Optional.of(topics.replication()).filter(factor -> factor != Topics.BROKERS_REPLICATION);
    }
}
