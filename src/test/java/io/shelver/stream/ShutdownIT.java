// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.soak.Audit;
import io.shelver.stream.soak.SlowHostModels;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEveryBroker
@Timeout(180)
class ShutdownIT {
    private static final int UPLOADS = 3_000;
    private static final Duration SOON = Duration.ofSeconds(60);
    /** As {@code run} has it with the deadline of the settings here: the deadline of a batch and ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Broker broker;

    ShutdownIT(Broker broker) {
        this.broker = broker;
    }

    @Test
    void stoppingUnderLoadAndStartingAgainLosesAndRepeatsNothing() throws Exception {
        StreamSettings settings = loaded();
        ShelverStreams first = Streams.start(settings, new SlowHostModels().classifier());

        int before = Deliveries.await(settings, 1, SOON).size();
        assertThat(first.close(PATIENCE)).isTrue();
        assertThat(before).isLessThan(UPLOADS);
        ShelverStreams second = Streams.start(settings, new FakeClassifier());
        Deliveries.await(settings, UPLOADS, SOON);

        assertThat(second.close(PATIENCE)).isTrue();
        assertThat(Audit.of(Deliveries.all(settings), UPLOADS)).matches(Audit::isClean);
        assertThat(first.failure()).isEmpty();
        assertThat(second.failure()).isEmpty();
    }

    @Test
    void aRollingUpgradeToAnotherBundleUnderLoadLosesAndRepeatsNothing() throws Exception {
        StreamSettings settings = loaded();
        ShelverStreams old = Streams.start(settings, new SlowHostModels().classifier());
        Deliveries.await(settings, 1, SOON);

        ShelverStreams next = Streams.start(settings, new FakeClassifier());
        assertThat(old.close(PATIENCE)).isTrue();
        Deliveries.await(settings, UPLOADS, SOON);

        assertThat(next.close(SOON)).isTrue();
        assertThat(Audit.of(Deliveries.all(settings), UPLOADS)).matches(Audit::isClean);
    }

    @Test
    void aStopThatComesBeforeTheStartIsHeeded() throws Exception {
        StreamSettings settings = Streams.settings(broker);
        ShelverStreams streams = ShelverStreams.of(settings, SingleObjectFormat.ofThisRelease(), new FakeClassifier(),
                FakeClassifier.TAXONOMY, InstantSource.system(), StreamListener.NONE);

        assertThat(streams.close(SOON)).isTrue();
        streams.start();

        streams.awaitStopped();
        assertThat(streams.failure()).isEmpty();
    }

    private StreamSettings loaded() {
        StreamSettings settings = Streams.settings(broker);
        Streams.createTopics(settings);
        try (UploadFeed feed = new UploadFeed(settings)) {
            for (int number = 0; number < UPLOADS; number++) {
                String key = "listing-" + number % 100;
                feed.send(utf8(key), bytes(sure(key)));
            }
        }
        return settings;
    }
}
