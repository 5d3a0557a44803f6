// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.unsure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code group.protocol=streams}: the broker assigns the partitions and creates the changelog (KIP-1071). */
@Timeout(120)
class StreamsProtocolIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void theFlowRunsAndTheChangeLogIsTheSame() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            StreamSettings settings = Streams.settings(broker.bootstrapServers(), Streams.STREAMS);
            Streams.createTopics(settings);
            ShelverStreams streams = Streams.start(settings, new FakeClassifier());

            try (DoorReader doors = DoorReader.open(settings, SingleObjectFormat.ofThisRelease());
                    UploadFeed feed = new UploadFeed(settings)) {
                assertThat(doors.poll(Duration.ZERO)).isEmpty();
                feed.send(utf8("good"), bytes(sure("good")));
                feed.send(utf8("doubtful"), bytes(unsure("doubtful")));
                feed.send(utf8("broken"), utf8("not Avro"));
            }

            assertThat(Deliveries.await(settings, 3, SOON)).extracting(Delivery::door)
                    .containsExactlyInAnyOrder(Door.CATEGORIES, Door.REVIEWS, Door.DEAD_LETTERS);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                assertThat(admin.listGroups().all().get()).singleElement()
                        .satisfies(group -> assertThat(group.type()).contains(GroupType.STREAMS));
                assertChangeLog(admin, settings);
            }
            assertThat(streams.close(SOON)).isTrue();
            assertThat(streams.failure()).isEmpty();
        }
    }

    private static void assertChangeLog(Admin admin, StreamSettings settings) throws Exception {
        String name = settings.applicationId() + "-slots-changelog";
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = admin.describeConfigs(List.of(topic)).all().get().values().iterator().next();
        assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
        assertThat(config.get("segment.ms").value()).isEqualTo("60000");
        assertThat(config.get("delete.retention.ms").value()).isEqualTo("600000");
        assertThat(config.get("max.message.bytes").value())
                .isEqualTo(String.valueOf(settings.topics().maxOutcomeBytes()));
        assertThat(admin.describeTopics(List.of(name)).allTopicNames().get().values()).singleElement()
                .satisfies(log -> assertThat(log.partitions()).hasSize(settings.topics().partitions()));
    }
}
