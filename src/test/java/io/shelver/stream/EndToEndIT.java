// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.unsure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shelver.classify.Door;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEveryBroker
@Timeout(120)
class EndToEndIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Broker broker;

    EndToEndIT(Broker broker) {
        this.broker = broker;
    }

    @Test
    void aGoodAnUnsureAndABrokenUploadLeaveByADoorEachAndNothingElseHappens() throws Exception {
        StreamSettings settings = Streams.settings(broker);
        Streams.createTopics(settings);
        ShelverStreams streams = Streams.start(settings, new FakeClassifier());

        try (UploadFeed feed = new UploadFeed(settings)) {
            feed.send(utf8("good"), bytes(sure("good")));
            feed.send(utf8("doubtful"), bytes(unsure("doubtful")));
            feed.send(utf8("broken"), utf8("not Avro"));
        }
        List<Delivery> deliveries = Deliveries.await(settings, 3, SOON);

        assertThat(streams.close(SOON)).isTrue();
        assertThat(streams.failure()).isEmpty();
        assertThat(deliveries).extracting(Delivery::door, Delivery::key).containsExactlyInAnyOrder(
                tuple(Door.CATEGORIES, "good"),
                tuple(Door.REVIEWS, "doubtful"),
                tuple(Door.DEAD_LETTERS, "broken"));
        assertThat(Deliveries.all(settings)).hasSize(3);
    }

    @Test
    void anUploadThatOnlyCompressionMadeFitIsADeadLetterAndTheNextOneIsNot() throws Exception {
        StreamSettings settings = Streams.settings(broker);
        Streams.createTopics(settings);
        ShelverStreams streams = Streams.start(settings, new FakeClassifier());

        try (UploadFeed feed = new UploadFeed(settings)) {
            feed.send(utf8("a"), bytes(titled("a", "x".repeat(10_000_000))));
            feed.send(utf8("a"), bytes(sure("a")));
        }

        assertThat(Deliveries.await(settings, 2, SOON)).extracting(Delivery::number, Delivery::door)
                .containsExactlyInAnyOrder(tuple(0L, Door.DEAD_LETTERS), tuple(1L, Door.CATEGORIES));
        assertThat(streams.close(SOON)).isTrue();
        assertThat(Deliveries.all(settings)).hasSize(2);
    }
}
