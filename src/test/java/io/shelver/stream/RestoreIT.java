// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.soak.Lag;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OnEveryBroker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEveryBroker
@Timeout(120)
class RestoreIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofSeconds(10);
    private static final int SLOTS = 12;

    private final StreamSettings named;

    RestoreIT(Broker broker) {
        named = Streams.settings(broker);
    }

    @Test
    void whatWaitedWhenTheModelsBrokeIsClassifiedOnceAndInOrderByALaterReleaseWithFewerSlots() throws Exception {
        StreamSettings settings = settings(SLOTS, NEVER);
        Streams.createTopics(settings);
        ShelverStreams broken = Streams.start(settings, listings -> {
            throw new ClassifierUnavailableException("no device");
        });
        try (UploadFeed feed = new UploadFeed(settings); Lag lag = new Lag(settings)) {
            feed(feed, 0, SLOTS - 1);
            lag.awaitNone(SOON);
            feed(feed, SLOTS - 1, SLOTS + 10);
        }
        broken.awaitStopped();
        assertThat(broken.failure()).containsInstanceOf(ClassifierUnavailableException.class);
        assertThat(Deliveries.all(settings)).isEmpty();
        assertThat(broken.close(SOON)).as("nothing is left inside the classifier").isFalse();

        FakeClassifier mended = new FakeClassifier();
        ShelverStreams streams = Streams.start(settings(5, Duration.ofMillis(20)), mended);

        List<Delivery> deliveries = Deliveries.await(settings, SLOTS + 10, SOON);
        assertThat(deliveries).extracting(Delivery::number)
                .containsExactlyElementsOf(numbers(SLOTS + 10));
        assertThat(mended.batches()).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(5));
        assertThat(streams.close(SOON)).isTrue();
        assertThat(Deliveries.all(settings)).hasSize(SLOTS + 10);
    }

    @Test
    void theLargestLegalUploadWaitsInTheChangeLogAndLeavesAsAReview() throws Exception {
        StreamSettings settings = settings(2, NEVER);
        Streams.createTopics(settings);
        ShelverStreams streams = Streams.start(settings, new FakeClassifier());
        byte[] picture = new byte[settings.topics().maxUploadBytes() - 1_000];
        new Random(1).nextBytes(picture);

        try (UploadFeed feed = new UploadFeed(settings); Lag lag = new Lag(settings)) {
            feed.send(utf8("large"), bytes(upload("large").setTitle("unsure").setImage(ByteBuffer.wrap(picture))
                    .build()));
            lag.awaitNone(SOON);
            feed.send(utf8("small"), bytes(upload("small").setTitle("unsure").build()));
        }

        assertThat(Deliveries.await(settings, 2, SOON)).extracting(Delivery::key).containsExactly("large", "small");
        assertThat(streams.close(SOON)).isTrue();
    }

    private static void feed(UploadFeed feed, int from, int to) {
        for (int number = from; number < to; number++) {
            feed.send(utf8("a"), bytes(sure("a")));
        }
    }

    private static List<Long> numbers(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    /** One partition, so that there is one order. */
    private StreamSettings settings(int slots, Duration linger) {
        return new StreamSettings(named.applicationId(), named.bootstrapServers(), named.topics().withPartitions(1),
                1, slots, linger, Duration.ofSeconds(5), Map.of("poll.ms", "20"));
    }
}
