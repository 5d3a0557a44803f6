// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster says of a topic.
 *
 * @param replicas
 *            the fewest replicas of a partition, 1 or more
 * @param inSync
 *            the fewest replicas of a partition that are in sync now
 * @param leaderless
 *            the partitions without a leader now
 * @param config
 *            the topic's settings by Kafka's names, the broker's where the topic has none; null if we may not read them
 */
record TopicFacts(String name, int replicas, int inSync, List<Integer> leaderless,
        @Nullable Map<String, String> config) {

    /** A setting that is a list or a word; empty if it is unknown. */
    String text(String setting) {
        return config == null ? "" : config.getOrDefault(setting, "");
    }

    /** A setting that is a number. One that this broker does not know refuses nothing. */
    long number(String setting, long unknown) {
        String value = text(setting);
        return value.isEmpty() ? unknown : Long.parseLong(value);
    }

    boolean isCompacted() {
        return text(TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    boolean deletes() {
        return text(TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_DELETE);
    }

    /** Whether the broker, and not the writer, gives records their time. */
    boolean hasBrokersTime() {
        return text(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).equals("LogAppendTime");
    }
}
