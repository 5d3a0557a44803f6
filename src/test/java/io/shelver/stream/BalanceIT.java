// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.soak.SlowModels;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The books of processes that take over from one another. */
@OnEveryBroker
@Timeout(180)
class BalanceIT {
    private static final int UPLOADS = 2_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Broker broker;

    BalanceIT(Broker broker) {
        this.broker = broker;
    }

    @Test
    void whatOneLeavesTheNextRestoresAndEveryUploadIsReceivedAndOutOnce() throws Exception {
        StreamSettings settings = fed(Streams.settings(broker));
        Balance first = new Balance();
        Balance second = new Balance();

        ShelverStreams stopped = Streams.start(settings, new SlowModels().classifier(), first);
        Deliveries.await(settings, UPLOADS / 5, SOON);
        assertThat(stopped.close(SOON)).isTrue();
        ShelverStreams next = Streams.start(settings, new SlowModels().classifier(), second);
        Deliveries.await(settings, UPLOADS, SOON);
        assertThat(next.close(SOON)).isTrue();

        assertThat(first).matches(Balance::isEven);
        assertThat(second).matches(Balance::isEven);
        assertThat(first.inFlight() + second.inFlight()).isZero();
        // A task may also move between the threads of the second.
        assertThat(second.restored()).isEqualTo(first.left() + second.left());
        assertThat(first.uploads() + second.uploads()).isEqualTo(UPLOADS);
        assertThat(first.out() + second.out()).isEqualTo(UPLOADS);
        assertThat(first.aborted() + second.aborted()).isZero();
    }

    @Test
    void whatAnAbortedTransactionDidIsCountedAgainAndTheAbortIsHeard() throws Exception {
        StreamSettings named = Streams.settings(broker);
        // No commit for a long while, so that there is a transaction to abort.
        StreamSettings settings = fed(new StreamSettings(named.applicationId(), named.bootstrapServers(),
                named.topics(), 1, 32, Duration.ofMillis(20), Duration.ofSeconds(5),
                Map.of("commit.interval.ms", "9000")));
        Balance broken = new Balance();
        FakeClassifier works = new FakeClassifier();
        ShelverStreams breaks = ShelverStreams.of(settings, SingleObjectFormat.ofThisRelease(), listings -> {
            if (broken.out() > 200) {
                throw new ClassifierUnavailableException("no device");
            }
            return works.classify(listings);
        }, FakeClassifier.TAXONOMY, InstantSource.system(), broken);
        breaks.start();
        breaks.awaitStopped();
        breaks.close(SOON);

        Balance mended = new Balance();
        ShelverStreams next = Streams.start(Streams.settings(settings.applicationId(), settings.bootstrapServers()),
                works, mended);
        Deliveries.await(settings, UPLOADS, SOON);
        assertThat(next.close(SOON)).isTrue();

        // Closing one task may begin a transaction that the next one's closing aborts.
        assertThat(broken.aborted()).isPositive();
        assertThat(mended).matches(Balance::isEven);
        assertThat(mended.out()).as("the topics hold what this one counted").isEqualTo(UPLOADS);
        assertThat(broken.out()).as("counted and never out").isGreaterThan(200);
        assertThat(Deliveries.all(settings)).hasSize(UPLOADS);
    }

    private static StreamSettings fed(StreamSettings settings) {
        Streams.createTopics(settings);
        try (UploadFeed feed = new UploadFeed(settings)) {
            for (int number = 0; number < UPLOADS; number++) {
                feed.send(utf8("listing-" + number % 100), bytes(sure("listing-" + number % 100)));
            }
        }
        return settings;
    }
}
