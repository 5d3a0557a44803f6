// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.stream.Streams;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.Broker;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEveryBroker
@Timeout(120)
class TopicAdminIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Broker broker;
    private final String name;

    TopicAdminIT(Broker broker) {
        this.broker = broker;
        this.name = broker.unique("topics");
    }

    @Test
    void missingTopicsAreCreatedOnceAndThenAreAsTheyShouldBe() {
        StreamSettings settings = settings(4, 4 << 20);

        assertThat(create(settings)).isEqualTo(new TopicReport(
                List.of(name, name + "-categories", name + "-reviews", name + "-dead"), List.of(), List.of()));
        assertThat(create(settings)).isEqualTo(new TopicReport(List.of(), List.of(), List.of()));
    }

    @Test
    void aCheckCreatesNothingAndNamesWhatIsMissing() {
        StreamSettings settings = settings(4, 4 << 20);

        assertThat(check(settings)).hasSize(4).contains("the topic %s does not exist".formatted(name));
        assertThat(check(settings)).hasSize(4);
    }

    @Test
    void topicsThatTakeTooLittleAreReportedAndOtherPartitionsAreNot() {
        create(settings(2, 1 << 20));

        TopicReport report = report(settings(4, 4 << 20));

        assertThat(report.problems()).hasSize(3).contains(
                ("the topic %s-reviews takes records of 2,097,152 bytes (max.message.bytes), at least 5,242,880 are needed:"
                        + " raise it, or set SHELVER_MAX_UPLOAD_BYTES lower").formatted(name));
        assertThat(report.warnings()).hasSize(1).first().asString()
                .startsWith("the topic %s takes records of".formatted(name));
    }

    @Test
    void theChangeLogGetsThePartitionsThatTheUploadsGot() throws Exception {
        StreamSettings settings = settings(2, 4 << 20);
        create(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            NewTopic log = new NewTopic(settings.changeLog(), 2, (short) 1)
                    .configs(Map.of("max.message.bytes", "9000000", "cleanup.policy", "compact"));
            admin.createTopics(List.of(log)).all().get();
            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(3))).all().get();
        }
        awaitVisible(settings, 3, settings.changeLog());

        assertThat(check(settings)).containsExactly(
                "the changelog %s-shelver-slots-changelog has 2 partitions, %s has 3: `shelver topics` adds what is missing"
                        .formatted(name, name));
        assertThat(create(settings).problems()).isEmpty();
        assertThat(report(settings)).isEqualTo(new TopicReport(List.of(), List.of(), List.of()));
    }

    @Test
    void whatATopicOfOthersCanRefuseOrDeleteIsOneReport() throws Exception {
        StreamSettings settings = settings(1, 4 << 20);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                    topic(name, Map.of("max.message.bytes", "9000000")),
                    topic(name + "-categories", Map.of("max.message.bytes", "9000000", "retention.ms", "60000")),
                    topic(name + "-reviews",
                            Map.of("max.message.bytes", "9000000", "message.timestamp.after.max.ms", "1000")),
                    topic(name + "-dead", Map.of("max.message.bytes", "9000000", "cleanup.policy", "compact"))))
                    .all().get();
        }
        awaitVisible(settings, 1, name + "-dead");

        TopicReport report = report(settings);

        assertThat(report.problems()).hasSize(2)
                .anyMatch(each -> each.startsWith("the topic %s-reviews refuses records".formatted(name)))
                .anyMatch(each -> each.startsWith("the topic %s-dead is compacted".formatted(name)));
        assertThat(report.warnings()).hasSize(2)
                .anyMatch(each -> each.startsWith("the topic %s keeps uploads by the clocks".formatted(name)))
                .anyMatch(each -> each.startsWith("the topic %s-categories deletes an outcome".formatted(name)));
    }

    private static NewTopic topic(String name, Map<String, String> config) {
        return new NewTopic(name, 1, (short) 1).configs(config);
    }

    /** A broker confirms before it shows. */
    private void awaitVisible(StreamSettings settings, int partitions, String last) {
        Instant until = Instant.now().plus(TIMEOUT);
        try (TopicAdmin admin = TopicAdmin.open(settings, TIMEOUT)) {
            while (!admin.exists(name) || !admin.exists(last) || admin.partitions(name) < partitions) {
                assertThat(Instant.now()).isBefore(until);
            }
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() {
        StreamSettings nowhere = Streams.plain("127.0.0.1:" + EmbeddedBroker.freePort());
        try (TopicAdmin admin = TopicAdmin.open(nowhere, Duration.ofSeconds(2))) {
            assertThatThrownBy(admin::check).isInstanceOf(StreamException.class)
                    .hasMessageContaining(nowhere.bootstrapServers()).hasMessageContaining("2000 ms");
        }
    }

    private static TopicReport create(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, TIMEOUT)) {
            return admin.create();
        }
    }

    private static List<String> check(StreamSettings settings) {
        return report(settings).problems();
    }

    private static TopicReport report(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, TIMEOUT)) {
            return admin.check();
        }
    }

    private StreamSettings settings(int partitions, int maxUploadBytes) {
        StreamSettings plain = Streams.plain(broker.bootstrapServers());
        Topics topics = new Topics(name, name + "-categories", name + "-reviews", name + "-dead", partitions, (short) 1,
                maxUploadBytes);
        return new StreamSettings(name + "-shelver", plain.bootstrapServers(), topics, plain.threads(), plain.slots(),
                plain.linger(), plain.batchDeadline(), plain.overrides());
    }
}
