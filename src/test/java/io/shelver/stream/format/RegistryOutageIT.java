// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.stream.Deliveries;
import io.shelver.stream.Delivery;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OtherWriter;
import io.shelver.testing.RegistryServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registry's own server goes away under load. */
@Timeout(240)
class RegistryOutageIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UPLOADS = "product-uploads";

    @TempDir
    private Path folder;

    private RegistryServer server;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        server = RegistryServer.start(folder);
        broker = EmbeddedBroker.start();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        server.close();
    }

    @Test
    void uploadsOfKnownSchemasDoNotMissTheRegistryAndOthersWaitForIt() throws Exception {
        StreamSettings settings = settings(Duration.ofSeconds(120));
        Streams.createTopics(settings);
        RegistryFormat format = open(settings);
        byte[] newer = server.written(UPLOADS, OtherWriter.record(OtherWriter.newer(), "new"));
        ShelverStreams streams = run(settings, format);
        try (UploadFeed feed = new UploadFeed(settings)) {
            send(feed, format, 500);
            // One of every partition, so that each thread has seen the schema.
            assertThat(Deliveries.await(settings, 500, SOON)).hasSize(500);
            server.signal("STOP");
            send(feed, format, 500);
            assertThat(Deliveries.await(settings, 1_000, SOON)).hasSize(1_000);

            feed.send(utf8("new"), newer);
            assertThat(Deliveries.await(settings, 1_001, Duration.ofSeconds(5))).hasSize(1_000);
            server.signal("CONT");
            List<Delivery> all = Deliveries.await(settings, 1_001, SOON);

            assertThat(all).hasSize(1_001).allMatch(delivery -> delivery.door() == Door.CATEGORIES);
            assertThat(streams.failure()).isEmpty();
        } finally {
            streams.close(SOON);
        }
    }

    @Test
    void aRegistryThatIsKilledAndComesBackInTimeStopsNobody() throws Exception {
        StreamSettings settings = settings(Duration.ofSeconds(200));
        Streams.createTopics(settings);
        RegistryFormat format = open(settings);
        byte[] newer = server.written(UPLOADS, OtherWriter.record(OtherWriter.newer(), "new"));
        ShelverStreams streams = run(settings, format);
        try (UploadFeed feed = new UploadFeed(settings)) {
            send(feed, format, 200);
            assertThat(Deliveries.await(settings, 200, SOON)).hasSize(200);
            server.kill();
            feed.send(utf8("new"), newer);
            send(feed, format, 200);
            server.startAgain();

            List<Delivery> all = Deliveries.await(settings, 401, SOON.multipliedBy(2));

            assertThat(all).hasSize(401).allMatch(delivery -> delivery.door() == Door.CATEGORIES);
            assertThat(streams.failure()).isEmpty();
        } finally {
            streams.close(SOON);
        }
    }

    @Test
    void aRegistryThatStaysAwayStopsTheServiceAndLosesNothing() throws Exception {
        StreamSettings settings = settings(Duration.ofSeconds(4));
        Streams.createTopics(settings);
        RegistryFormat format = open(settings);
        byte[] newer = server.written(UPLOADS, OtherWriter.record(OtherWriter.newer(), "new"));
        ShelverStreams streams = run(settings, format);
        try (UploadFeed feed = new UploadFeed(settings)) {
            send(feed, format, 100);
            assertThat(Deliveries.await(settings, 100, SOON)).hasSize(100);
            server.kill();
            send(feed, format, 200);
            feed.send(utf8("new"), newer);
            send(feed, format, 200);

            streams.awaitStopped();

            assertThat(streams.failure().orElseThrow()).isInstanceOf(StreamException.class)
                    .hasMessageContaining("the schema registry at " + server.url() + " cannot be used");
            streams.close(SOON);
        }
        assertThat(Deliveries.all(settings)).allMatch(delivery -> delivery.door() == Door.CATEGORIES);
        server.startAgain();

        ShelverStreams after = run(settings, open(settings));
        try {
            List<Delivery> all = Deliveries.await(settings, 501, SOON);

            assertThat(all).hasSize(501).allMatch(delivery -> delivery.door() == Door.CATEGORIES);
            assertThat(all).extracting(Delivery::number).doesNotHaveDuplicates();
        } finally {
            after.close(SOON);
        }
        assertThat(Deliveries.all(settings)).hasSize(501);
    }

    private static void send(UploadFeed feed, EventFormat format, int count) {
        for (int i = 0; i < count; i++) {
            feed.send(utf8("k" + i), format.write(UPLOADS, sure("k" + i)));
        }
    }

    private RegistryFormat open(StreamSettings settings) {
        RegistryFormat format = RegistryFormat.open(settings,
                new RegistrySettings(server.url(), RegistrySettings.APICURIO_SERIALIZER,
                        RegistrySettings.APICURIO_DESERIALIZER),
                SingleObjectFormat.ofThisRelease());
        format.write(UPLOADS, sure("first"));
        return format;
    }

    private static ShelverStreams run(StreamSettings settings, EventFormat format) throws InterruptedException {
        ShelverStreams streams = ShelverStreams.of(settings, format, new FakeClassifier(), FakeClassifier.TAXONOMY,
                InstantSource.system(), StreamListener.NONE);
        streams.start();
        assertThat(streams.awaitRunning(SOON)).isTrue();
        return streams;
    }

    private StreamSettings settings(Duration batchDeadline) {
        return new StreamSettings("shelver-test", broker.bootstrapServers(), Streams.topics().withPartitions(2), 1, 32,
                Duration.ofMillis(20), batchDeadline,
                Map.of("session.timeout.ms", "5000", "heartbeat.interval.ms", "1000"));
    }
}
