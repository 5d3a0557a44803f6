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
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
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
    /** Those of the flow that was started last. */
    private @Nullable Places places;

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
        trim(settings);
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
        for (int number = 0; number < 20; number++) {
            sendInTransaction(settings, "t" + number, 1, number % 5 != 4);
        }
        Deliveries.await(settings, 16, SOON);
        awaitJudgement();
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

    @Test
    void marksOfTransactionsThatRetentionDeletesAreNoLoss() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        Balance balance = new Balance();
        ShelverStreams streams = start(settings, PlacePolicy.DEFAULT, balance);
        sendInTransaction(settings, "t", 3, true);
        Deliveries.await(settings, 3, SOON);
        // The group passes the mark at the end with its next commit.
        await(() -> committed(settings) == 4);
        assertThat(streams.close(SOON)).isTrue();
        trim(settings);
        send(settings, "after", 12);

        assertThat(check(settings, PlacePolicy.DEFAULT).warnings()).isEmpty();
        streams = start(settings, PlacePolicy.DEFAULT, balance);
        Deliveries.await(settings, 15, SOON);
        awaitJudgement();
        assertThat(streams.close(SOON)).isTrue();

        assertThat(balance.gone()).isZero();
    }

    @Test
    void aTopicThatIsMadeAgainWhileTheServiceRunsLosesNoUpload() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        send(settings, "a", 40);
        Balance balance = new Balance();
        ShelverStreams streams = start(settings, PlacePolicy.DEFAULT, balance);
        Deliveries.await(settings, 40, SOON);
        try (Admin admin = admin(settings)) {
            admin.deleteTopics(List.of(settings.topics().uploads())).all().get();
            await(() -> !exists(settings));
        }
        Streams.createTopics(settings);
        send(settings, "b", 12);
        await(() -> balance.out() == 52 || balance.skipped() > 0);
        assertThat(streams.close(SOON)).isTrue();

        assertThat(balance.skipped()).as("uploads that nobody read").isZero();
        assertThat(Deliveries.all(settings)).hasSize(52);
    }

    @Test
    void uploadsThatNobodyReadAreNotSkippedIfBrokersHaveNoIds() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        send(settings, "a", 40);
        Balance balance = new Balance();
        ShelverStreams streams = startWithoutIds(settings, PlacePolicy.DEFAULT, balance);
        Deliveries.await(settings, 40, SOON);
        assertThat(streams.close(SOON)).isTrue();
        try (Admin admin = admin(settings)) {
            admin.deleteTopics(List.of(settings.topics().uploads())).all().get();
            await(() -> !exists(settings));
        }
        forgetGroup(settings);
        Streams.createTopics(settings);
        send(settings, "b", 6);

        ShelverStreams second = startWithoutIds(settings, PlacePolicy.DEFAULT, balance);
        await(() -> second.failure().isPresent());
        second.close(SOON);
        assertThat(second.failure().orElseThrow()).hasMessageContaining("was made again or lost records");
        assertThat(balance.skipped()).as("uploads that nobody read").isZero();
    }

    @Test
    void aGroupThatWasMovedForwardIsToldAndCounted() throws Exception {
        StreamSettings settings = settings(Streams.CLASSIC);
        send(settings, "a", 12);
        run(settings, PlacePolicy.DEFAULT, 12);
        send(settings, "jumped", 12);
        moveGroupToTheEnd(settings);
        send(settings, "b", 12);
        Balance balance = new Balance();
        ShelverStreams streams = start(settings, PlacePolicy.DEFAULT, balance);
        Deliveries.await(settings, 24, SOON);
        await(() -> balance.gone() == 12);
        assertThat(streams.close(SOON)).isTrue();

        assertThat(balance.gone()).isEqualTo(12);
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
    private Balance run(StreamSettings settings, PlacePolicy policy, int outcomes) throws Exception {
        Balance balance = new Balance();
        ShelverStreams streams = start(settings, policy, balance);
        Deliveries.await(settings, outcomes, SOON);
        assertThat(streams.close(SOON)).isTrue();
        return balance;
    }

    private ShelverStreams start(StreamSettings settings, PlacePolicy policy, StreamListener listener)
            throws Exception {
        String uploads = settings.topics().uploads();
        String id;
        Map<Integer, Long> committed;
        try (TopicAdmin admin = TopicAdmin.open(settings, SOON)) {
            id = admin.id(uploads);
            committed = admin.takePlaces();
        }
        ShelverStreams streams = start(settings, listener, new Places(settings, id, policy, committed, listener));
        assertThat(streams.awaitRunning(SOON)).isTrue();
        return streams;
    }

    private ShelverStreams startWithoutIds(StreamSettings settings, PlacePolicy policy, StreamListener listener)
            throws Exception {
        Map<Integer, Long> committed;
        try (TopicAdmin admin = TopicAdmin.open(settings, SOON)) {
            committed = admin.takePlaces();
        }
        return start(settings, listener,
                new Places(settings, Places.UNKNOWN_TOPIC, policy, committed, listener));
    }

    private ShelverStreams start(StreamSettings settings, StreamListener listener, Places at) throws Exception {
        places = at;
        ShelverTopology flow = new ShelverTopology(settings, SingleObjectFormat.ofThisRelease(), new FakeClassifier(),
                () -> {
                }, FakeClassifier.TAXONOMY, InstantSource.system(), at, listener);
        ShelverStreams streams = ShelverStreams.of(settings, StreamProperties.of(settings), flow, listener);
        streams.start();
        return streams;
    }

    private static void sendInTransaction(StreamSettings settings, String name, int count, boolean commits)
            throws Exception {
        Map<String, Object> properties = ClientProperties.ofProducer(settings, "pipeline");
        properties.put("transactional.id", settings.applicationId() + "-pipeline");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int number = 0; number < count; number++) {
                producer.send(new ProducerRecord<>(settings.topics().uploads(), 0, utf8(name + number),
                        bytes(sure(name + number))));
            }
            if (commits) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    /** Deletes all uploads, as retention does. */
    private static void trim(StreamSettings settings) throws Exception {
        try (Admin admin = admin(settings)) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (Map.Entry<TopicPartition, Long> end : ends(settings, admin).entrySet()) {
                all.put(end.getKey(), RecordsToDelete.beforeOffset(end.getValue()));
            }
            admin.deleteRecords(all).all().get();
        }
    }

    private static Map<TopicPartition, Long> ends(StreamSettings settings, Admin admin) throws Exception {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int partition = 0; partition < settings.topics().partitions(); partition++) {
            TopicPartition of = new TopicPartition(settings.topics().uploads(), partition);
            ends.put(of, admin.listOffsets(Map.of(of, OffsetSpec.latest())).partitionResult(of).get().offset());
        }
        return ends;
    }

    private static void moveGroupToTheEnd(StreamSettings settings) throws Exception {
        try (Admin admin = admin(settings)) {
            Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
            ends(settings, admin).forEach((of, end) -> places.put(of, new OffsetAndMetadata(end)));
            admin.alterConsumerGroupOffsets(settings.applicationId(), places).all().get();
        }
    }

    /** The place of the group in partition 0. */
    private static long committed(StreamSettings settings) {
        try (Admin admin = admin(settings)) {
            OffsetAndMetadata place = admin.listConsumerGroupOffsets(settings.applicationId())
                    .partitionsToOffsetAndMetadata().get().get(new TopicPartition(settings.topics().uploads(), 0));
            return place == null ? -1 : place.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
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

    /** Until the gaps that were read are judged. */
    private void awaitJudgement() throws InterruptedException {
        Places read = Objects.requireNonNull(places);
        await(() -> !read.hasGaps() && !read.hasJumps());
        assertThat(read.hasGaps()).isFalse();
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        Instant until = Instant.now().plus(SOON);
        while (!done.getAsBoolean() && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
    }
}
