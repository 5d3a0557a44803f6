// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.PlacePolicy.ReadAgain;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.topics.TopicReport;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group whose place is lost or moved, and uploads that went before they were read. */
@OnEveryBroker
@Timeout(180)
class PlacesIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Broker broker;

    PlacesIT(Broker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void nothingComesOutTwiceAfterTheOffsetsOfTheGroupExpired(String protocol) throws Exception {
        StreamSettings settings = settings(protocol.equals("streams") ? Streams.STREAMS : Streams.CLASSIC);
        send(settings, "a", 5);
        run(settings, PlacePolicy.DEFAULT, 5);
        forgetGroup(settings);
        send(settings, "b", 3);

        assertThat(check(settings, PlacePolicy.DEFAULT).warnings()).singleElement().asString()
                .contains("has no place in the uploads, although it ran before").contains("are skipped");
        Balance second = run(settings, PlacePolicy.DEFAULT, 8);

        assertThat(second.skipped()).isEqualTo(5);
        assertThat(second.gone()).isZero();
        assertThat(second).matches(Balance::isEven);
        assertThat(Deliveries.all(settings)).extracting(Delivery::key).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void allComesOutAgainIfTheOperatorWantsThat() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        send(settings, "a", 5);
        run(settings, PlacePolicy.DEFAULT, 5);
        forgetGroup(settings);

        run(settings, new PlacePolicy(ReadAgain.DECIDE, false), 10);

        assertThat(Deliveries.all(settings)).hasSize(10);
        forgetGroup(settings);
        assertThat(check(settings, new PlacePolicy(ReadAgain.STOP, false)).problems()).hasSize(1);
    }

    @Test
    void uploadsThatWereDeletedUnreadAreToldAndCounted() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        send(settings, "a", 5);
        run(settings, PlacePolicy.DEFAULT, 5);
        send(settings, "lost", 10);
        try (Admin admin = admin(settings)) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (int partition = 0; partition < settings.topics().partitions(); partition++) {
                TopicPartition of = new TopicPartition(settings.topics().uploads(), partition);
                all.put(of, RecordsToDelete.beforeOffset(
                        admin.listOffsets(Map.of(of, OffsetSpec.latest())).partitionResult(of).get().offset()));
            }
            admin.deleteRecords(all).all().get();
        }
        send(settings, "b", 5);

        assertThat(check(settings, PlacePolicy.DEFAULT).warnings()).isNotEmpty()
                .allMatch(each -> each.contains("were deleted before they were read"));
        assertThat(check(settings, new PlacePolicy(ReadAgain.SKIP, true)).problems()).isNotEmpty();
        Balance balance = new Balance();
        ShelverStreams streams = start(settings, PlacePolicy.DEFAULT, balance);
        Deliveries.await(settings, 10, SOON);
        await(() -> balance.gone() == 10);
        assertThat(streams.close(SOON)).isTrue();

        assertThat(balance.gone()).isEqualTo(10);
        assertThat(Deliveries.all(settings)).hasSize(10);
    }

    @Test
    void theGapsThatTransactionsLeaveAreNoLoss() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        Balance balance = new Balance();
        ShelverStreams streams = start(settings, PlacePolicy.DEFAULT, balance);
        Map<String, Object> properties = ClientProperties.ofProducer(settings, "pipeline");
        properties.put("transactional.id", broker.unique("pipeline"));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (int number = 0; number < 20; number++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(settings.topics().uploads(), 0, utf8("t" + number),
                        bytes(sure("t" + number))));
                if (number % 5 == 4) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        Deliveries.await(settings, 16, SOON);
        // Longer than the pause between two looks at the gaps.
        Thread.sleep(2_500);
        assertThat(streams.close(SOON)).isTrue();

        assertThat(balance.gone()).isZero();
        assertThat(Deliveries.all(settings)).hasSize(16);
    }

    @Test
    void aTopicThatWasMadeAgainIsReadFromItsBeginning() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        send(settings, "a", 20);
        run(settings, PlacePolicy.DEFAULT, 20);
        try (Admin admin = admin(settings)) {
            admin.deleteTopics(List.of(settings.topics().uploads())).all().get();
            await(() -> !exists(settings));
        }
        forgetGroup(settings);
        Streams.createTopics(settings);
        send(settings, "b", 8);

        run(settings, PlacePolicy.DEFAULT, 28);

        assertThat(Deliveries.all(settings)).hasSize(28);
    }

    private StreamSettings settings(Map<String, String> overrides) {
        StreamSettings settings = Streams.settings(broker.unique("places"), broker.bootstrapServers(), overrides);
        Streams.createTopics(settings);
        return settings;
    }

    private static void send(StreamSettings settings, String name, int count) throws Exception {
        try (UploadFeed feed = new UploadFeed(settings)) {
            for (int number = 0; number < count; number++) {
                feed.send(utf8(name + number), bytes(sure(name + number)));
            }
        }
    }

    /** Runs until so many outcomes are there. */
    private static Balance run(StreamSettings settings, PlacePolicy policy, int outcomes) throws Exception {
        Balance balance = new Balance();
        ShelverStreams streams = start(settings, policy, balance);
        Deliveries.await(settings, outcomes, SOON);
        assertThat(streams.close(SOON)).isTrue();
        return balance;
    }

    private static ShelverStreams start(StreamSettings settings, PlacePolicy policy, StreamListener listener)
            throws Exception {
        String uploads = settings.topics().uploads();
        String id;
        Map<Integer, Long> committed;
        try (TopicAdmin admin = TopicAdmin.open(settings, SOON)) {
            id = admin.id(uploads);
            committed = admin.takePlaces();
        }
        ShelverTopology flow = new ShelverTopology(settings, SingleObjectFormat.ofThisRelease(), new FakeClassifier(),
                List.of(), FakeClassifier.TAXONOMY, InstantSource.system(),
                new Places(uploads, id, policy, committed, listener), listener);
        ShelverStreams streams = ShelverStreams.of(settings, StreamProperties.of(settings), flow, listener);
        streams.start();
        assertThat(streams.awaitRunning(SOON)).isTrue();
        return streams;
    }

    private static TopicReport check(StreamSettings settings, PlacePolicy policy) {
        try (TopicAdmin admin = TopicAdmin.open(settings, SOON)) {
            return admin.places(policy);
        }
    }

    private static boolean exists(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, SOON)) {
            return admin.exists(settings.topics().uploads());
        }
    }

    private static void forgetGroup(StreamSettings settings) throws Exception {
        try (Admin admin = admin(settings)) {
            admin.deleteConsumerGroups(List.of(settings.applicationId())).all().get();
        }
    }

    private static Admin admin(StreamSettings settings) {
        return Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        Instant until = Instant.now().plus(SOON);
        while (!done.getAsBoolean() && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
    }
}
