// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicAdminIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void missingTopicsAreCreatedOnceAndThenAreAsTheyShouldBe() {
        StreamSettings settings = settings(topics("one", 4, 4 << 20));

        assertThat(create(settings)).isEqualTo(new TopicReport(
                List.of("one", "one-categories", "one-reviews", "one-dead"), List.of(), List.of()));
        assertThat(create(settings)).isEqualTo(new TopicReport(List.of(), List.of(), List.of()));
    }

    @Test
    void aCheckCreatesNothingAndNamesWhatIsMissing() {
        StreamSettings settings = settings(topics("two", 4, 4 << 20));

        assertThat(check(settings)).hasSize(4).contains("the topic two does not exist");
        assertThat(check(settings)).hasSize(4);
    }

    @Test
    void topicsThatTakeTooLittleAreReportedAndOtherPartitionsAreNot() {
        create(settings(topics("three", 2, 1 << 20)));

        TopicReport report = report(settings(topics("three", 4, 4 << 20)));

        assertThat(report.problems()).hasSize(3).contains(
                "the topic three-reviews takes records of 2,097,152 bytes (max.message.bytes), at least 5,242,880 are needed:"
                        + " raise it, or set SHELVER_MAX_UPLOAD_BYTES lower");
        assertThat(report.warnings()).hasSize(1).first().asString().startsWith("the topic three takes records of");
    }

    @Test
    void theChangeLogGetsThePartitionsThatTheUploadsGot() throws Exception {
        StreamSettings settings = settings(topics("four", 2, 4 << 20));
        create(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            NewTopic log = new NewTopic(settings.changeLog(), 2, (short) 1)
                    .configs(Map.of("max.message.bytes", "9000000"));
            admin.createTopics(List.of(log)).all().get();
            admin.createPartitions(Map.of("four", NewPartitions.increaseTo(3))).all().get();
        }

        assertThat(check(settings)).containsExactly(
                "the change log four-shelver-slots-changelog has 2 partitions, four has 3: `shelver topics` gives it the others");
        assertThat(create(settings).problems()).isEmpty();
        assertThat(report(settings)).isEqualTo(new TopicReport(List.of(), List.of(), List.of()));
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

    private static StreamSettings settings(Topics topics) {
        StreamSettings plain = Streams.plain(broker.bootstrapServers());
        return new StreamSettings(topics.uploads() + "-shelver", plain.bootstrapServers(), topics, plain.threads(),
                plain.slots(), plain.linger(), plain.batchDeadline(), plain.overrides());
    }

    private static Topics topics(String name, int partitions, int maxUploadBytes) {
        return new Topics(name, name + "-categories", name + "-reviews", name + "-dead", partitions, (short) 1,
                maxUploadBytes);
    }
}
