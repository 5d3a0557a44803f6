// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Judges what a topic says of itself: whether it can refuse one of our records, or delete one before it was read. A problem stops
 * the start, because every later start would meet it as well. A warning tells what may get lost, and the operator decides.
 */
final class TopicRules {
    /** How far our clock and a broker's may differ. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    /** How long a record may be on its way: Kafka's {@code delivery.timeout.ms}, and the difference of clocks. */
    static final Duration ON_ITS_WAY = Duration.ofMinutes(5);
    /** The shortest retention that lets a reader be away overnight. */
    static final Duration LEAST_RETENTION = Duration.ofHours(24);
    /** The least bytes that a partition should keep: some hundred of the largest uploads. */
    static final long LEAST_RETENTION_BYTES = 1L << 30;
    /** Far longer than a restore of the slots takes. */
    static final Duration LEAST_DELETE_RETENTION = Duration.ofMinutes(1);

    private final TopicFacts topic;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private TopicRules(TopicFacts topic) {
        this.topic = topic;
    }

    /** What was found. */
    record Findings(List<String> problems, List<String> warnings) {}

    /** The topic that others write and we read: it cannot refuse a record of ours, but it can delete one unread. */
    static Findings ofUploads(TopicFacts topic, int largestRecord) {
        TopicRules rules = new TopicRules(topic);
        rules.size(largestRecord, rules.warnings);
        if (topic.isCompacted()) {
            rules.warn(
                    "is compacted (cleanup.policy): an upload that was not read yet goes when a later one of its listing comes",
                    "set cleanup.policy=delete");
        }
        rules.retention("upload");
        if (topic.config() != null && !topic.hasBrokersTime()) {
            rules.warn(
                    "keeps uploads by the clocks of their producers (message.timestamp.type=CreateTime): one that is slow has its"
                            + " uploads deleted unread, and one upload from the future keeps its partition from deleting any",
                    "set message.timestamp.type=LogAppendTime");
        }
        rules.replicas(rules.warnings);
        return rules.findings();
    }

    /** A topic of a door. */
    static Findings ofDoor(TopicFacts topic, int largestRecord, boolean deadLetters) {
        TopicRules rules = new TopicRules(topic);
        rules.size(largestRecord, rules.problems);
        rules.clocks();
        if (topic.isCompacted() && deadLetters) {
            rules.problem("is compacted (cleanup.policy) and refuses dead letters of uploads without a key",
                    "set cleanup.policy=delete");
        } else if (topic.isCompacted()) {
            rules.warn("is compacted (cleanup.policy): an outcome goes when a later one of its listing comes",
                    "set cleanup.policy=delete if readers need every outcome");
        }
        rules.retention("outcome");
        rules.replicas(rules.problems);
        return rules.findings();
    }

    /** The changelog of the slots. What it loses is an upload without an outcome. */
    static Findings ofChangeLog(TopicFacts topic, int largestRecord) {
        TopicRules rules = new TopicRules(topic);
        rules.size(largestRecord, rules.problems);
        rules.clocks();
        if (topic.config() != null && (!topic.isCompacted() || topic.deletes())) {
            rules.problem("deletes waiting uploads by their age (cleanup.policy)", "set cleanup.policy=compact");
        }
        long tombstones = topic.number(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.MAX_VALUE);
        if (tombstones < LEAST_DELETE_RETENTION.toMillis()) {
            rules.warn(
                    "forgets after %,d ms that a slot was freed (delete.retention.ms): a slow restore may classify an upload again"
                            .formatted(tombstones),
                    "set it to %,d or more".formatted(LEAST_DELETE_RETENTION.toMillis()));
        }
        rules.replicas(rules.problems);
        return rules.findings();
    }

    private void size(int largestRecord, List<String> found) {
        for (String setting : List.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicConfig.SEGMENT_BYTES_CONFIG)) {
            long most = topic.number(setting, Long.MAX_VALUE);
            if (most < largestRecord) {
                found.add(
                        "the topic %s takes records of %,d bytes (%s), at least %,d are needed: raise it, or set SHELVER_MAX_UPLOAD_BYTES lower"
                                .formatted(topic.name(), most, setting, largestRecord));
            }
        }
    }

    /** Our records have the time of their writing. */
    private void clocks() {
        if (topic.hasBrokersTime()) {
            return;
        }
        bound(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, CLOCKS_DIFFER);
        bound(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, ON_ITS_WAY);
        // The name before Kafka 3.6, for both directions.
        bound("message.timestamp.difference.max.ms", ON_ITS_WAY);
    }

    private void bound(String setting, Duration least) {
        long bound = topic.number(setting, Long.MAX_VALUE);
        if (bound < least.toMillis()) {
            problem("refuses records whose time differs from the broker's by more than %,d ms (%s), although a record may be on its way"
                    .formatted(bound, setting) + " as long, or our clock may differ",
                    "set it to %,d or more".formatted(least.toMillis()));
        }
    }

    private void retention(String record) {
        if (topic.config() != null && !topic.deletes()) {
            return;
        }
        long age = topic.number(TopicConfig.RETENTION_MS_CONFIG, -1);
        if (age >= 0 && age < LEAST_RETENTION.toMillis()) {
            warn("deletes an %s %,d ms after it was written (retention.ms), read or not".formatted(record, age),
                    "set it to %,d or more".formatted(LEAST_RETENTION.toMillis()));
        }
        long bytes = topic.number(TopicConfig.RETENTION_BYTES_CONFIG, -1);
        if (bytes >= 0 && bytes < LEAST_RETENTION_BYTES) {
            warn("keeps %,d bytes of a partition (retention.bytes), and deletes an older %s, read or not"
                    .formatted(bytes, record),
                    "set it to %,d or more, or to -1".formatted(LEAST_RETENTION_BYTES));
        }
    }

    private void replicas(List<String> found) {
        long needed = topic.number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 1);
        if (needed > topic.replicas()) {
            add(found,
                    "has %d replicas and needs %d in sync for a write (min.insync.replicas), so that it refuses every record"
                            .formatted(topic.replicas(), needed),
                    "add replicas, or set min.insync.replicas lower");
        } else if (needed > topic.inSync()) {
            warn("has %d replicas in sync and needs %d for a write (min.insync.replicas)".formatted(topic.inSync(),
                    needed),
                    "start its brokers");
        }
        if (!topic.leaderless().isEmpty()) {
            warn("has no leader for the partitions %s".formatted(topic.leaderless()), "start its brokers");
        }
        if (topic.text(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG).equals("true")) {
            warn("may lose committed records when a broker fails (unclean.leader.election.enable)", "set it to false");
        }
    }

    private void problem(String what, String remedy) {
        add(problems, what, remedy);
    }

    private void warn(String what, String remedy) {
        add(warnings, what, remedy);
    }

    private void add(List<String> found, String what, String remedy) {
        found.add("the topic %s %s: %s".formatted(topic.name(), what, remedy));
    }

    private Findings findings() {
        if (topic.config() == null) {
            warnings.add("the settings of the topic %s cannot be checked: allow us DescribeConfigs on it"
                    .formatted(topic.name()));
        }
        return new Findings(List.copyOf(problems), List.copyOf(warnings));
    }
}
