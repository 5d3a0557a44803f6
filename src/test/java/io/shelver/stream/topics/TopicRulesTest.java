// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.topics.TopicRules.Findings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
    private static final int LARGEST = 5 << 20;
    /** As Kafka 4 makes a topic, with our size. */
    private static final Map<String, String> SOUND = Map.ofEntries(Map.entry("max.message.bytes", "5242880"),
            Map.entry("segment.bytes", "1073741824"), Map.entry("cleanup.policy", "delete"),
            Map.entry("message.timestamp.type", "CreateTime"), Map.entry("message.timestamp.after.max.ms", "3600000"),
            Map.entry("message.timestamp.before.max.ms", "9223372036854775807"),
            Map.entry("retention.ms", "604800000"), Map.entry("retention.bytes", "-1"),
            Map.entry("min.insync.replicas", "2"), Map.entry("unclean.leader.election.enable", "false"),
            Map.entry("delete.retention.ms", "86400000"));

    @Test
    void aTopicAsKafkaMakesItIsSound() {
        Findings none = new Findings(List.of(), List.of());

        assertThat(TopicRules.ofDoor(topic(SOUND), LARGEST, true)).isEqualTo(none);
        assertThat(TopicRules.ofDoor(topic(SOUND), LARGEST, false)).isEqualTo(none);
        assertThat(TopicRules.ofUploads(topic(with("message.timestamp.type", "LogAppendTime")), LARGEST))
                .isEqualTo(none);
        assertThat(TopicRules.ofChangeLog(topic(with("cleanup.policy", "compact")), LARGEST)).isEqualTo(none);
    }

    @ParameterizedTest
    @CsvSource({
            "max.message.bytes, 1048588, 'takes records of 1,048,588 bytes (max.message.bytes), at least 5,242,880 are needed'",
            "segment.bytes, 1048576, 'takes records of 1,048,576 bytes (segment.bytes)'",
            "message.timestamp.after.max.ms, 59999, 'by more than 59,999 ms (message.timestamp.after.max.ms)'",
            "message.timestamp.before.max.ms, 60000, 'by more than 60,000 ms (message.timestamp.before.max.ms)'",
            "message.timestamp.difference.max.ms, 1000, (message.timestamp.difference.max.ms)",
            "min.insync.replicas, 4, has 3 replicas and needs 4 in sync"})
    void aDoorThatCanRefuseAnOutcomeStopsTheStart(String setting, String value, String says) {
        Findings found = TopicRules.ofDoor(topic(with(setting, value)), LARGEST, false);

        assertThat(found.problems()).singleElement().asString().startsWith("the topic t ")
                .contains(says).contains(": ");
        assertThat(found.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"retention.ms, 3600000, '3,600,000 ms after it was written'",
            "retention.bytes, 1000, 'keeps 1,000 bytes'",
            "unclean.leader.election.enable, true, may lose committed records", "cleanup.policy, compact, is compacted",
            "cleanup.policy, 'compact,delete', is compacted"})
    void aDoorThatCanDeleteAnOutcomeUnreadIsAWarning(String setting, String value, String says) {
        Findings found = TopicRules.ofDoor(topic(with(setting, value)), LARGEST, false);

        assertThat(found.problems()).isEmpty();
        assertThat(found.warnings()).singleElement().asString().contains(says);
    }

    @Test
    void deadLettersWithoutAKeyDoNotFitACompactedTopic() {
        assertThat(TopicRules.ofDoor(topic(with("cleanup.policy", "compact")), LARGEST, true).problems())
                .singleElement().asString().contains("refuses dead letters of uploads without a key")
                .contains("set cleanup.policy=delete");
    }

    @ParameterizedTest
    @CsvSource({"delete", "'compact,delete'"})
    void aChangeLogThatDeletesByAgeStopsTheStart(String policy) {
        assertThat(TopicRules.ofChangeLog(topic(with("cleanup.policy", policy)), LARGEST).problems())
                .singleElement().asString().contains("deletes waiting uploads");
    }

    @Test
    void uploadsWithTheTimeOfTheirProducersAreAWarning() {
        assertThat(TopicRules.ofUploads(topic(SOUND), LARGEST).warnings()).singleElement().asString()
                .contains("message.timestamp.type=CreateTime").contains("set message.timestamp.type=LogAppendTime");
    }

    @Test
    void whatABrokersTimeBoundsRefusesNothing() {
        Map<String, String> config = with("message.timestamp.after.max.ms", "0");
        config.put("message.timestamp.type", "LogAppendTime");

        assertThat(TopicRules.ofDoor(topic(config), LARGEST, false).problems()).isEmpty();
    }

    @Test
    void brokersThatAreDownNowAreAWarning() {
        TopicFacts topic = new TopicFacts("t", 3, 1, List.of(4), SOUND);

        assertThat(TopicRules.ofDoor(topic, LARGEST, false)).satisfies(found -> {
            assertThat(found.problems()).isEmpty();
            assertThat(found.warnings()).hasSize(2).anyMatch(each -> each.contains("1 replicas in sync"))
                    .anyMatch(each -> each.contains("no leader for the partitions [4]"));
        });
    }

    @Test
    void settingsThatWeMayNotReadAreOneWarning() {
        TopicFacts hidden = new TopicFacts("t", 1, 1, List.of(), null);

        for (Findings found : List.of(TopicRules.ofDoor(hidden, LARGEST, true), TopicRules.ofUploads(hidden, LARGEST),
                TopicRules.ofChangeLog(hidden, LARGEST))) {
            assertThat(found.problems()).isEmpty();
            assertThat(found.warnings()).containsExactly(
                    "the settings of the topic t cannot be checked: allow us DescribeConfigs on it");
        }
    }

    private static Map<String, String> with(String setting, String value) {
        Map<String, String> config = new TreeMap<>(SOUND);
        config.put(setting, value);
        return config;
    }

    private static TopicFacts topic(Map<String, String> config) {
        return new TopicFacts("t", 3, 3, List.of(), config);
    }
}
