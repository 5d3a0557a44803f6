// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Deliveries;
import io.shelver.stream.Delivery;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.soak.ClassifierProcess.Variant;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Event ids: what came twice is recognised, whoever sent it again. */
@Timeout(600)
class RedeliveryIT {
    private static final Path LOGS = Path.of("target", "redelivery");
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final EventFormat FORMAT = SingleObjectFormat.ofThisRelease();
    private static final int UPLOADS = 4_000;
    /** Nothing is committed before a kill, so all that had come out comes out again. */
    private static final Map<String, String> NEVER_COMMITTED = Map.of("commit.interval.ms", "600000",
            "session.timeout.ms", "2000", "heartbeat.interval.ms", "500");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    /** What a reader of all doors found, in order, and the event ids. */
    private static final class Reader {
        private final List<Delivery> all = new ArrayList<>();
        private final List<Delivery> firsts = new ArrayList<>();
        private final Set<UUID> ids = new HashSet<>();
        private final Map<Long, Set<UUID>> idsOfNumber = new HashMap<>();
        private final Topics topics;

        Reader(Topics topics) {
            this.topics = topics;
        }

        void read(Delivery delivery, ConsumerRecord<byte[], byte[]> record) {
            UUID id = DoorReader.delivered(record, topics, FORMAT).id();
            all.add(delivery);
            idsOfNumber.computeIfAbsent(delivery.number(), number -> new HashSet<>()).add(id);
            if (ids.add(id)) {
                firsts.add(delivery);
            }
        }
    }

    @Test
    void whoKeepsTheFirstOfEachIdUnderAtLeastOnceHasEachUploadOnceAndInOrder() throws Exception {
        Files.createDirectories(LOGS);
        try (Cluster cluster = new Cluster(1, data, LOGS.resolve("brokers.log"))) {
            StreamSettings settings = Streams.settings(cluster.bootstrapServers(), NEVER_COMMITTED);
            Streams.createTopics(settings);
            try (UploadFeed feed = new UploadFeed(settings)) {
                for (int number = 0; number < UPLOADS; number++) {
                    feed.send(utf8(NumberedUploads.key(number)), NumberedUploads.value(number));
                }
            }

            Reader reader = new Reader(settings.topics());
            try (Deliveries deliveries = new Deliveries(settings, reader::read)) {
                killWhen(() -> reader.all.size() > UPLOADS / 10, settings, deliveries);
                int before = reader.all.size();
                killWhen(() -> reader.all.size() > before + UPLOADS / 10, settings, deliveries);
                killWhen(() -> reader.idsOfNumber.size() == UPLOADS, settings, deliveries);
            }

            assertThat(reader.all).hasSizeGreaterThan(UPLOADS);
            assertThat(Audit.of(reader.all, UPLOADS).repeated()).isNotEmpty();
            assertThat(reader.idsOfNumber).hasSize(UPLOADS).allSatisfy((number, ids) -> assertThat(ids).hasSize(1));
            assertThat(reader.ids).as("ids of distinct uploads").hasSize(UPLOADS);
            assertThat(Audit.of(reader.firsts, UPLOADS, NumberedUploads::isOf)).matches(Audit::isClean, "is clean");
        }
    }

    /** A process that starts from the first upload, because those before it committed nothing. */
    private static void killWhen(BooleanSupplier enough, StreamSettings settings, Deliveries deliveries)
            throws Exception {
        try (JavaProcess classifier = ClassifierProcess.start(settings, SlowModels.class, Variant.AT_LEAST_ONCE,
                LOGS.resolve("classifiers.log"))) {
            Instant until = Instant.now().plus(SOON);
            while (!enough.getAsBoolean()) {
                deliveries.poll();
                assertThat(Instant.now()).as("%d outcomes", deliveries.count()).isBefore(until);
            }
        }
    }

    @Test
    void anUploadThatThePipelineSentTwiceHasTwoOutcomesWithOneId() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            StreamSettings settings = Streams.settings(broker.bootstrapServers());
            Streams.createTopics(settings);
            ShelverStreams streams = Streams.start(settings, new FakeClassifier());
            Reader reader = new Reader(settings.topics());

            try (UploadFeed feed = new UploadFeed(settings)) {
                feed.send(utf8("a"), bytes(upload("a").setUploadId("u1").build()));
                feed.send(utf8("a"), bytes(upload("a").setUploadId("u1").build()));
                feed.send(utf8("a"), bytes(upload("a").setUploadId("u2").build()));
            }
            Deliveries.await(settings, 3, SOON);
            try (Deliveries deliveries = new Deliveries(settings, reader::read)) {
                deliveries.readToEnd();
            }

            assertThat(streams.close(SOON)).isTrue();
            assertThat(reader.all).hasSize(3);
            assertThat(reader.firsts).extracting(Delivery::number).containsExactly(0L, 2L);
        }
    }
}
