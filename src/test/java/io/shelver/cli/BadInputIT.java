// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.classify.Door;
import io.shelver.image.DecodedPictures;
import io.shelver.serving.ServingBundle;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.testing.Broker;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.OnEveryBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What strangers may send, through the running topology with the committed bundle: each leaves by the right door. */
@OnEveryBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before the tests of a broker
@Timeout(180)
class BadInputIT {
    private static final String TITLE = "Nike Men Blue Tshirt";

    @Parameter
    private Broker broker;
    private ServingBundle serving;
    private ShelverStreams streams;
    private UploadSender sender;
    private DoorReader doors;

    @BeforeParameterizedClassInvocation
    void startStream() throws InterruptedException {
        Map<String, String> environment = new HashMap<>(broker.environment());
        environment.put("SHELVER_PARTITIONS", "2");
        environment.put("SHELVER_MAX_UPLOAD_BYTES", "16777216");
        ServiceSettings options = ServiceSettings.from(environment, Optional.empty());
        serving = ServingBundle.open(options.models(), DecodedPictures.inlineOnly());
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), Duration.ofSeconds(30))) {
            admin.create();
        }
        streams = ShelverStreams.of(options.stream(), options.format(), serving.classifier(),
                serving.bundle().taxonomy(),
                InstantSource.system(), StreamListener.NONE);
        sender = UploadSender.open(options.stream(), options.format());
        doors = DoorReader.open(options.stream(), options.format());
        streams.start();
        assertThat(streams.awaitRunning(Duration.ofSeconds(60))).isTrue();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        sender.close();
        doors.close();
        streams.close(Duration.ofSeconds(30));
        serving.close();
    }

    @Test
    void bytesThatAreNotAvroAreADeadLetter() {
        Delivered outcome = outcomeOf(sender.send(bytes("a"), bytes("no event")));

        assertDeadLetter(outcome, "NOT_AVRO: the bytes are not an event");
    }

    @Test
    void aNullValueIsADeadLetter() {
        Delivered outcome = outcomeOf(sender.send(bytes("a"), null));

        assertDeadLetter(outcome, "NULL_VALUE: the record has no value");
    }

    @Test
    void aKeyThatIsNotTheListingIdIsADeadLetter() {
        Delivered outcome = outcomeOf(sender.send("b", "a", TITLE, "", new Image.None(), Instant.EPOCH));

        assertDeadLetter(outcome, "KEY_MISMATCH: the record's key is not the listing id");
    }

    @Test
    void aListingWithNothingInItIsADeadLetter() {
        Delivered outcome = outcomeOf(sender.send("a", " ", "", new Image.None(), Instant.EPOCH));

        assertDeadLetter(outcome, "NOT_A_LISTING: a listing needs a title, a description or an image");
    }

    @Test
    void aTitleOfTenMegabytesIsADeadLetter() {
        Delivered outcome = outcomeOf(sender.send("a", "x".repeat(10_000_000), "", new Image.None(), Instant.EPOCH));

        assertDeadLetter(outcome, "NOT_A_LISTING: the title has 10,000,000 characters, at most 10,000 are allowed");
    }

    @Test
    void aTruncatedJpegLeavesTheTitleToDecide() throws Exception {
        byte[] whole = DrawnPicture.encoded("jpg", 600, 800);
        Delivered outcome = outcomeOf(send(Arrays.copyOf(whole, whole.length / 2)));

        assertUnreadablePicture(outcome, "damaged: the file ends before the picture does");
    }

    @Test
    void aPngIsReadWhateverItIsCalled() throws Exception {
        Delivered outcome = outcomeOf(send(DrawnPicture.encoded("png", 60, 80)));

        assertThat(said(outcome, "image").kind()).isEqualTo("scored");
    }

    @Test
    void aBombLeavesTheTitleToDecide() throws Exception {
        Delivered outcome = outcomeOf(send(DrawnPicture.bomb(20_000)));

        assertUnreadablePicture(outcome, "20,000 x 20,000 pixels, at most 40,000,000 in all are decoded");
    }

    @Test
    void aPictureByNameLeavesTheTitleToDecide() {
        Delivered outcome = outcomeOf(sender.send("a", TITLE, "", new Image.Linked("../../etc/passwd"), Instant.EPOCH));

        assertUnreadablePicture(outcome, "pictures by link are not fetched");
    }

    @Test
    void aPictureThatIsAllThereIsAndCannotBeReadGoesToAPerson() {
        Image text = new Image.Inline(Image.Encoded.of(bytes("not a picture")));

        Delivered outcome = outcomeOf(sender.send("a", "", "", text, Instant.EPOCH));

        assertThat(outcome.door()).isEqualTo(Door.REVIEWS);
        assertThat(outcome.reasons().getFirst())
                .startsWith("NOTHING_READABLE: no part of the listing can be read; image: not a picture");
    }

    @Test
    void bombsInARowDoNotFillTheMemory() throws Exception {
        byte[] bomb = DrawnPicture.bomb(20_000);
        List<CompletableFuture<UUID>> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(send(bomb));
        }

        Map<UUID, Delivered> outcomes = outcomesOf(sent);

        assertThat(outcomes.values()).hasSize(50)
                .allMatch(outcome -> said(outcome, "image").kind().equals("unreadable"));
        assertThat(streams.isRunning()).isTrue();
    }

    @Test
    void picturesAsLargeAsAllowedDoNotHoldUpTheirBatch() throws Exception {
        byte[] huge = DrawnPicture.bomb(6_300);
        List<CompletableFuture<UUID>> sent = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            sent.add(send(huge));
        }

        Map<UUID, Delivered> outcomes = outcomesOf(sent);

        assertThat(outcomes.values()).hasSize(64).allMatch(outcome -> outcome.door() != Door.DEAD_LETTERS);
        assertThat(streams.isRunning()).isTrue();
    }

    private CompletableFuture<UUID> send(byte[] picture) {
        return sender.send("a", TITLE, "", new Image.Inline(Image.Encoded.of(picture)), Instant.EPOCH);
    }

    private Delivered outcomeOf(CompletableFuture<UUID> sent) {
        return outcomesOf(List.of(sent)).values().iterator().next();
    }

    /** What becomes of these uploads, and that nothing else comes out. */
    private Map<UUID, Delivered> outcomesOf(List<CompletableFuture<UUID>> sent) {
        sender.flush();
        List<UUID> waited = sent.stream().map(CompletableFuture::join).toList();
        Map<UUID, Delivered> outcomes = new HashMap<>();
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (outcomes.size() < waited.size() && System.nanoTime() < until) {
            for (Delivered outcome : doors.poll(Duration.ofMillis(100))) {
                assertThat(outcomes.put(outcome.id(), outcome)).as("came out twice").isNull();
                assertThat(waited).contains(outcome.id());
            }
        }
        assertThat(outcomes).hasSize(waited.size());
        assertThat(doors.poll(Duration.ofMillis(300))).isEmpty();
        return outcomes;
    }

    private static Delivered.Said said(Delivered outcome, String modality) {
        return Objects.requireNonNull(outcome.evidence().get(modality), modality);
    }

    private static void assertDeadLetter(Delivered outcome, String reason) {
        assertThat(outcome.door()).isEqualTo(Door.DEAD_LETTERS);
        assertThat(outcome.reasons().getFirst()).startsWith(reason);
    }

    private static void assertUnreadablePicture(Delivered outcome, String why) {
        assertThat(outcome.door()).isNotEqualTo(Door.DEAD_LETTERS);
        assertThat(said(outcome, "image").kind()).isEqualTo("unreadable");
        assertThat(said(outcome, "image").why()).contains(why);
        assertThat(said(outcome, "title").kind()).isEqualTo("scored");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
