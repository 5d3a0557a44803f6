// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.kafka.StreamSettings;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code group.instance.id} (KIP-345): who stops is expected back. */
@OnEveryBroker
@Timeout(120)
class StaticMembershipIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Broker broker;

    StaticMembershipIT(Broker broker) {
        this.broker = broker;
    }

    @Test
    void whoStopsLeavesTheGroup() throws Exception {
        StreamSettings settings = settings(Map.of());
        ShelverStreams streams = Streams.start(settings, new FakeClassifier());

        assertThat(streams.close(SOON)).isTrue();

        assertThat(members(settings)).isEmpty();
    }

    @Test
    void aStaticMemberThatStopsKeepsItsPartitionsAndComesBackToThem() throws Exception {
        StreamSettings settings = settings(Map.of("group.instance.id", "pod-0"));
        ShelverStreams first = Streams.start(settings, new FakeClassifier());
        Map<String, Set<TopicPartition>> before = partitions(settings);

        assertThat(first.close(SOON)).isTrue();
        Map<String, Set<TopicPartition>> between = partitions(settings);
        ShelverStreams second = Streams.start(settings, new FakeClassifier());

        assertThat(before.keySet()).containsExactly("pod-0-1", "pod-0-2");
        assertThat(before.values()).allSatisfy(owned -> assertThat(owned).hasSize(2));
        assertThat(between).isEqualTo(before);
        assertThat(partitions(settings)).isEqualTo(before);
        assertThat(second.close(SOON)).isTrue();
    }

    private StreamSettings settings(Map<String, String> more) {
        Map<String, String> overrides = new TreeMap<>(Streams.CLASSIC);
        // Longer than the test: whoever is gone by then was gone on purpose.
        overrides.put("session.timeout.ms", "120000");
        overrides.putAll(more);
        StreamSettings settings = Streams.settings(broker.unique("static"), broker.bootstrapServers(), overrides);
        Streams.createTopics(settings);
        return settings;
    }

    private static Map<String, Set<TopicPartition>> partitions(StreamSettings settings) throws Exception {
        return new TreeMap<>(members(settings).stream().collect(Collectors.toMap(
                member -> member.groupInstanceId().orElse("none"),
                member -> member.assignment().topicPartitions())));
    }

    private static Collection<MemberDescription> members(StreamSettings settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(settings.applicationId())).all().get().values()
                    .iterator().next().members();
        }
    }
}
