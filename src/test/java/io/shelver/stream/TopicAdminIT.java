// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.testing.Broker;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.util.List;
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
                List.of(name, name + "-categories", name + "-reviews", name + "-dead"), List.of()));
        assertThat(create(settings)).isEqualTo(new TopicReport(List.of(), List.of()));
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

        assertThat(check(settings(4, 4 << 20))).hasSize(4).contains(
                "the topic %s-reviews takes records of 2,097,152 bytes (max.message.bytes), at least 5,242,880 are needed"
                        .formatted(name));
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
        try (TopicAdmin admin = TopicAdmin.open(settings, TIMEOUT)) {
            return admin.check().problems();
        }
    }

    private StreamSettings settings(int partitions, int maxUploadBytes) {
        return Streams.plain(broker.bootstrapServers()).withTopics(new Topics(name, name + "-categories",
                name + "-reviews", name + "-dead", partitions, (short) 1, maxUploadBytes));
    }
}
