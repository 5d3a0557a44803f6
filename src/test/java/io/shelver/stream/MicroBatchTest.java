// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Decision;
import io.shelver.classify.Reason;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.letters.DeadLetters;
import io.shelver.testing.FakeClassifier;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class MicroBatchTest {
    private static final StreamSettings THREE_SLOTS = settings(3, Streams.topics());

    private final FakeClassifier classifier = new FakeClassifier();

    @Test
    void aFullBatchRunsAtOnce() {
        try (StreamDriver driver = new StreamDriver(classifier, THREE_SLOTS)) {
            driver.upload(sure("a"));
            driver.upload(sure("b"));
            driver.upload(sure("c"));

            assertThat(driver.categories()).hasSize(3);
            assertThat(classifier.batches()).containsExactly(List.of("a", "b", "c"));
        }
    }

    @Test
    void theOldestUploadWaitsAsLongAsLingerSaysAndNoLonger() {
        try (StreamDriver driver = new StreamDriver(classifier, THREE_SLOTS)) {
            driver.upload(sure("a"));
            driver.advance(Duration.ofMillis(19));
            driver.upload(sure("b"));
            assertThat(driver.categories()).isEmpty();

            driver.advance(Duration.ofMillis(1));

            assertThat(driver.categories()).hasSize(2);
        }
    }

    @Test
    void afterAFullBatchTheNextUploadHasItsWholeLinger() {
        try (StreamDriver driver = new StreamDriver(classifier, THREE_SLOTS)) {
            driver.upload(sure("a"));
            driver.advance(Duration.ofMillis(15));
            List.of("b", "c", "d").forEach(id -> driver.upload(sure(id)));

            driver.advance(Duration.ofMillis(19));

            assertThat(classifier.batches()).containsExactly(List.of("a", "b", "c"));
        }
    }

    @Test
    void outcomesLeaveInTheOrderOfArrivalWhateverTheirDoor() {
        try (StreamDriver driver = new StreamDriver(classifier)) {
            List.of("e", "d", "c", "b", "a").forEach(id -> driver.upload(sure(id)));

            driver.linger();

            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("e", "d", "c", "b", "a");
        }
    }

    @Test
    void anUploadHasASlotWhileItWaitsAndNoneWhenItIsOut() {
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.upload(sure("b"));
            assertThat(driver.slots()).containsOnlyKeys(0, 1);

            driver.linger();

            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void aBatchRunsBeforeItHasTooManyBytes() {
        StreamSettings small = settings(32, topics(64 << 10));
        ByteBuffer picture = ByteBuffer.wrap(new byte[60_000]);
        try (StreamDriver driver = new StreamDriver(classifier, small)) {
            List.of("a", "b", "c").forEach(id -> driver.upload(upload(id).setImage(picture).build()));

            assertThat(classifier.batches()).containsExactly(List.of("a", "b"));
            assertThat(driver.slots()).hasSize(1);
        }
    }

    @Test
    void anOutcomeThatItsTopicWouldNotTakeIsADeadLetter() {
        Classifier verbose = listings -> listings.stream().map(MicroBatchTest::verbose).toList();
        try (StreamDriver driver = new StreamDriver(verbose, settings(32, topics(64 << 10)))) {
            driver.upload(sure("a"));

            driver.linger();

            TestRecord<byte[], byte[]> letter = driver.deadLetters().getFirst();
            assertThat(StreamDriver.header(letter, DeadLetters.FAILURE_CLASS)).isEqualTo("OUTCOME_TOO_LARGE");
            assertThat(letter.value()).isEqualTo(bytes(sure("a")));
            driver.assertNothingLeft();
        }
    }

    @Test
    void aBatchThatTakesTooLongStopsTheServiceAndKeepsItsSlots() {
        CountDownLatch never = new CountDownLatch(1);
        Classifier stuck = listings -> {
            awaitForEver(never);
            return List.of();
        };
        StreamSettings hasty = new StreamSettings("hasty", "nowhere:1", Streams.topics(), 1, 32,
                Duration.ofMillis(20),
                Duration.ofMillis(200), Map.of());
        try (StreamDriver driver = new StreamDriver(stuck, hasty)) {
            driver.upload(sure("a"));

            Assertions.assertThatThrownBy(driver::linger).hasStackTraceContaining("not classified within 200 ms");

            assertThat(driver.slots()).hasSize(1);
            driver.assertNothingLeft();
        }
    }

    @Test
    void aClassifierThatForgetsAListingStopsTheService() {
        try (StreamDriver driver = new StreamDriver(listings -> List.of())) {
            driver.upload(sure("a"));

            Assertions.assertThatThrownBy(driver::linger)
                    .hasStackTraceContaining(ClassifierUnavailableException.class.getName());

            assertThat(driver.slots()).hasSize(1);
        }
    }

    @Test
    void onlyTheListingThatFailsAloneIsToBlame() {
        FakeClassifier picky = new FakeClassifier(Map.of("poison", IllegalStateException::new));
        try (StreamDriver driver = new StreamDriver(picky, THREE_SLOTS)) {
            driver.pipe(utf8("a"), bytes(sure("a")));
            driver.pipe(utf8("b"), bytes(titled("b", "poison")));
            driver.pipe(utf8("c"), bytes(sure("c")));

            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("a", "c");
            assertThat(driver.deadLetters()).extracting(StreamDriver::key).containsExactly("b");
        }
    }

    private static void awaitForEver(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Decision verbose(Listing listing) {
        return new Decision.NeedsReview(List.of(), List.of(), List.of(),
                List.of(new Reason(Reason.Code.NOTHING_RECOGNIZED, "x".repeat(2 << 20))), Map.of(),
                FakeClassifier.PROVENANCE);
    }

    private static Topics topics(int maxUploadBytes) {
        Topics topics = Streams.topics();
        return new Topics(topics.uploads(), topics.categories(), topics.reviews(), topics.deadLetters(),
                topics.partitions(), topics.replication(), maxUploadBytes);
    }

    private static StreamSettings settings(int slots, Topics topics) {
        return new StreamSettings("test", "nowhere:1", topics, 1, slots, Duration.ofMillis(20), Duration.ofSeconds(10),
                Map.of());
    }
}
