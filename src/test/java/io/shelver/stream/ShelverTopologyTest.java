// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.unsure;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Classifier;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;
import io.shelver.classify.NoScoresException;
import io.shelver.classify.Reason;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.letters.DeadLetters;
import io.shelver.testing.FakeClassifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShelverTopologyTest {

    @Test
    void aSureUploadIsCategorizedAndNothingElse() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.upload(sure("a"));

            driver.linger();

            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("a");
            driver.assertNothingLeft();
        }
    }

    @Test
    void anUnsureUploadGoesToReviewAndNowhereElse() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.upload(unsure("a"));

            driver.linger();

            assertThat(driver.reviews()).extracting(StreamDriver::key).containsExactly("a");
            driver.assertNothingLeft();
        }
    }

    @Test
    void anOutcomeKeepsTheHeadersOfItsUploadAndHasTheTimeOfItsDecision() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", utf8("t1"));
            driver.pipe(new TestRecord<>(utf8("a"), bytes(sure("a")), headers, 12_345L));
            driver.upload(sure("b"));

            driver.linger();

            TestRecord<byte[], byte[]> outcome = driver.categories().getFirst();
            assertThat(outcome.timestamp()).isEqualTo(StreamDriver.DECIDED_AT.toEpochMilli());
            assertThat(outcome.headers()).isEqualTo(headers);
        }
    }

    @Test
    void aRecordWithoutValueIsADeadLetter() {
        assertRefused(utf8("a"), null, FailureClass.NULL_VALUE);
    }

    @Test
    void aRecordWithoutKeyIsADeadLetter() {
        assertRefused(null, bytes(sure("a")), FailureClass.NULL_KEY);
    }

    @Test
    void aKeyThatIsNotTheListingIdIsADeadLetter() {
        assertRefused(utf8("b"), bytes(sure("a")), FailureClass.KEY_MISMATCH);
    }

    @Test
    void bytesThatAreNotAvroAreADeadLetter() {
        assertRefused(utf8("a"), utf8("{\"listing_id\": \"a\"}"), FailureClass.NOT_AVRO);
    }

    @Test
    void aTruncatedEventIsADeadLetter() {
        assertRefused(utf8("a"), Arrays.copyOf(bytes(sure("a")), 14), FailureClass.NOT_AVRO);
    }

    @Test
    void anEventOfAnUnknownSchemaIsADeadLetter() {
        byte[] value = bytes(sure("a"));
        value[5] ^= 1;

        assertRefused(utf8("a"), value, FailureClass.UNKNOWN_SCHEMA);
    }

    @Test
    void anUploadWithNothingInItIsADeadLetter() {
        assertRefused(utf8("a"), bytes(titled("a", " ")), FailureClass.NOT_A_LISTING);
    }

    @Test
    void anUploadThatWasLargerThanItsCompressedFormIsADeadLetterOfHashAndHeaders() {
        byte[] value = bytes(titled("a", "x".repeat(10_000_000)));
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(utf8("a"), value);

            TestRecord<byte[], byte[]> letter = driver.deadLetters().getFirst();
            assertThat(letter.value()).isNull();
            assertThat(StreamDriver.header(letter, DeadLetters.VALUE_BYTES)).isEqualTo(String.valueOf(value.length));
            assertThat(StreamDriver.header(letter, DeadLetters.VALUE_SHA256)).hasSize(64);
            assertThat(StreamDriver.header(letter, DeadLetters.FAILURE_CLASS)).isEqualTo("UPLOAD_TOO_LARGE");
            driver.assertNothingLeft();
        }
    }

    @Test
    void aDeadLetterHasTheBytesAsTheyCameAndTheCauseInItsHeaders() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.upload(sure("x"));
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", utf8("t1"));
            driver.pipe(new TestRecord<>(utf8("a"), utf8("nonsense"), headers, 777L));

            TestRecord<byte[], byte[]> letter = driver.deadLetters().getFirst();
            assertThat(letter.key()).isEqualTo(utf8("a"));
            assertThat(letter.value()).isEqualTo(utf8("nonsense"));
            assertThat(letter.timestamp()).isEqualTo(StreamDriver.DECIDED_AT.toEpochMilli());
            assertThat(StreamDriver.headers(letter)).containsAllEntriesOf(Map.of("trace", "t1",
                    "shelver.upload.timestamp", "777",
                    "shelver.failure.class", "NOT_AVRO",
                    "shelver.failed.at", StreamDriver.DECIDED_AT.toString(),
                    "__streams.errors.topic", "product-uploads",
                    "__streams.errors.partition", "0",
                    "__streams.errors.offset", "1",
                    "__streams.errors.message", "the bytes are not an event in Avro's single-object encoding",
                    "__streams.errors.exception", "io.shelver.stream.format.RefusedException"));
        }
    }

    @Test
    void aDeadLetterHasTheEventIdOfItsUploadIdWhenThatCanBeRead() throws Exception {
        byte[] named = bytes(upload("a").setUploadId("u-1").build());
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(utf8("a"), named);
            driver.linger();
            driver.pipe(utf8("another key"), named);

            assertThat(eventIds(driver.deadLetters())).containsExactly(eventId(driver.categories().getFirst()));
        }
    }

    @Test
    void aDeadLetterThatCannotBeReadHasTheEventIdOfItsOriginElseOfItsOwnPlace() {
        RecordHeaders origin = new RecordHeaders();
        new Coordinates("product-uploads", 0, 1).setAsOrigin(origin);
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(utf8("a"), utf8("nonsense at 0"));
            driver.pipe(utf8("a"), utf8("nonsense at 1"));
            driver.pipe(new TestRecord<>(utf8("a"), utf8("nonsense at 1, replayed"), origin, 5L));

            List<String> ids = eventIds(driver.deadLetters());
            assertThat(ids.get(2)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(0));
        }
    }

    private static List<String> eventIds(List<TestRecord<byte[], byte[]>> letters) {
        return letters.stream().map(letter -> StreamDriver.header(letter, DeadLetters.EVENT_ID)).toList();
    }

    private static String eventId(TestRecord<byte[], byte[]> categorized) throws RefusedException {
        return SingleObjectFormat.ofThisRelease().read("t", categorized.value(), ProductCategorized.class).getEventId();
    }

    @Test
    void aListingThatFailsAloneIsADeadLetterAndItsNeighboursAreDecided() {
        FakeClassifier classifier = new FakeClassifier(
                Map.of("poison", () -> new IllegalStateException("quotes the secret poison")));
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.upload(titled("b", "secret poison"));
            driver.upload(unsure("c"));

            driver.linger();

            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("a");
            assertThat(driver.reviews()).extracting(StreamDriver::key).containsExactly("c");
            TestRecord<byte[], byte[]> letter = driver.deadLetters().getFirst();
            assertThat(StreamDriver.header(letter, DeadLetters.FAILURE_CLASS)).isEqualTo("PROCESSING_FAILED");
            assertThat(StreamDriver.headers(letter).values()).noneMatch(text -> text.contains("secret"));
            driver.assertNothingLeft();
            assertThat(classifier.batches()).containsExactly(List.of("a", "b", "c"), List.of("a"), List.of("b"),
                    List.of("c"));
        }
    }

    @Test
    void modelsThatCannotRunStopTheServiceAndBlameNobody() {
        assertStops(new FakeClassifier(Map.of("boots", () -> new ClassifierUnavailableException("no device"))));
    }

    @Test
    void anErrorStopsTheServiceAndBlamesNobody() {
        assertStops(new FakeClassifier(Map.of("boots", () -> new UnsatisfiedLinkError("no native"))));
    }

    @Test
    void anOutcomeThatCannotBeWrittenIsADeadLetterAndItsNeighboursAreDecided() {
        Classifier speechless = listings -> listings.stream()
                .map(listing -> listing.id().equals("b") ? withoutExplanation() : FakeClassifier.decide(listing))
                .toList();
        try (StreamDriver driver = new StreamDriver(speechless)) {
            List.of("a", "b", "c").forEach(id -> driver.upload(sure(id)));

            driver.linger();

            TestRecord<byte[], byte[]> letter = driver.deadLetters().getFirst();
            assertThat(letter.value()).isEqualTo(bytes(sure("b")));
            assertThat(StreamDriver.header(letter, DeadLetters.FAILURE_CLASS)).isEqualTo("OUTCOME_NOT_SERIALISABLE");
            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("a", "c");
            assertThat(driver.slots()).isEmpty();
            driver.assertNothingLeft();
        }
    }

    @SuppressWarnings("NullAway") // what no decision of ours has is what is tested
    private static Decision withoutExplanation() {
        return new Decision.NeedsReview(List.of(), List.of(), List.of(),
                List.of(new Reason(Reason.Code.NOTHING_RECOGNIZED, null)), Map.of(), FakeClassifier.PROVENANCE);
    }

    @Test
    void anOutcomeThatCannotBeWrittenForNowStopsTheServiceAndKeepsItsSlot() {
        EventFormat away = new UnwritableFormat(new SerializationException("the registry does not answer"));
        try (StreamDriver driver = new StreamDriver(new FakeClassifier(), StreamDriver.SETTINGS, away)) {
            driver.upload(sure("a"));

            assertThatThrownBy(driver::linger).hasStackTraceContaining("the registry does not answer");

            assertThat(driver.slots()).hasSize(1);
            driver.assertNothingLeft();
        }
    }

    private record UnwritableFormat(RuntimeException why) implements EventFormat {
        @Override
        public byte[] write(String topic, SpecificRecord event) {
            throw why;
        }

        @Override
        public ProductUploaded readUpload(String topic, byte[] bytes) throws RefusedException {
            return SingleObjectFormat.ofThisRelease().readUpload(topic, bytes);
        }

        @Override
        public <T extends SpecificRecord> T read(String topic, byte[] bytes, Class<T> type) throws RefusedException {
            return SingleObjectFormat.ofThisRelease().read(topic, bytes, type);
        }
    }

    @Test
    void aListingWithoutScoresIsADeadLetterWhenItsNeighboursHaveThem() {
        FakeClassifier classifier = new FakeClassifier(Map.of("poison", ShelverTopologyTest::noScores));
        try (StreamDriver driver = StreamDriver.ofWorking(classifier)) {
            assertAloneToBlame(driver);
        }
    }

    @Test
    void modelsWithoutScoresForAnybodyStopTheServiceAndBlameNobody() {
        assertStops(new FakeClassifier(Map.of("boots", ShelverTopologyTest::noScores)));
    }

    private static void assertAloneToBlame(FakeClassifier classifier) {
        try (StreamDriver driver = new StreamDriver(classifier)) {
            assertAloneToBlame(driver);
        }
    }

    private static void assertAloneToBlame(StreamDriver driver) {
        driver.upload(titled("a", "poison"));
        driver.upload(sure("b"));

        driver.linger();

        assertThat(driver.deadLetters()).extracting(StreamDriver::key).containsExactly("a");
        assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("b");
        driver.assertNothingLeft();
    }

    private static NoScoresException noScores() {
        return new NoScoresException("NaN", new IllegalArgumentException());
    }

    @Test
    void aListingThatNestsTooDeepIsADeadLetterAndItsNeighboursAreDecided() {
        assertAloneToBlame(new FakeClassifier(Map.of("poison", StackOverflowError::new)));
    }

    @Test
    void memoryThatRunsOutStopsTheServiceAndBlamesNobody() {
        assertStops(new FakeClassifier(Map.of("boots", OutOfMemoryError::new)));
    }

    @Test
    void everyNodeAndStoreHasAName() {
        assertThat(StreamDriver.topology(new FakeClassifier()).describe().toString())
                .contains("uploads", "admit", "micro-batch", "slots", "categories", "reviews", "dead-letters")
                .doesNotContain("KSTREAM");
    }

    private static void assertStops(FakeClassifier classifier) {
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));

            assertThatThrownBy(driver::linger)
                    .hasStackTraceContaining(ClassifierUnavailableException.class.getName());

            assertThat(driver.slots()).hasSize(1);
            driver.assertNothingLeft();
        }
    }

    private static void assertRefused(byte @Nullable [] key, byte @Nullable [] value, FailureClass expected) {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(key, value);

            List<TestRecord<byte[], byte[]>> letters = driver.deadLetters();
            assertThat(letters).hasSize(1);
            assertThat(StreamDriver.header(letters.getFirst(), DeadLetters.FAILURE_CLASS)).isEqualTo(expected.name());
            assertThat(driver.slots()).isEmpty();
            driver.assertNothingLeft();
        }
    }

    @Test
    void aPictureInlineAndALinkedPictureReachTheClassifier() {
        FakeClassifier classifier = new FakeClassifier();
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(upload("a").setTitle("").setImage(ByteBuffer.wrap(new byte[]{1, 2})).build());
            driver.upload(upload("b").setTitle("").setImage("https://example.com/b.jpg").build());

            driver.linger();

            assertThat(classifier.batches()).containsExactly(List.of("a", "b"));
        }
    }
}
