// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Reason;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.testing.FakeClassifier;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Uploads whose picture the host will serve later. */
class PostponedTest {
    private final List<String> late = new ArrayList<>();
    private final List<List<String>> batches = new ArrayList<>();
    private Duration again = Duration.ofSeconds(20);

    private final Classifier classifier = listings -> {
        batches.add(listings.stream().map(Listing::id).toList());
        return listings.stream().map(this::decide).toList();
    };

    private Decision decide(Listing listing) {
        return late.remove(listing.id())
                ? new Decision.NeedsReview(List.of(), List.of(), List.of(),
                        List.of(new Reason(Reason.Code.NOTHING_RECOGNIZED, "nothing")),
                        Map.of("image", new Evidence.Unreadable("its host asks to wait", Optional.of(again))),
                        FakeClassifier.PROVENANCE)
                : FakeClassifier.decide(listing);
    }

    @Test
    void itIsClassifiedAgainWhenThePictureIsThere() {
        again = Duration.ofNanos(1);
        late.add("b");
        try (StreamDriver driver = new StreamDriver(classifier)) {
            List.of("a", "b", "c").forEach(id -> driver.upload(sure(id)));

            driver.linger();
            assertThat(driver.slots()).hasSize(1);
            driver.linger();

            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("a", "c", "b");
            assertThat(batches).containsExactly(List.of("a", "b", "c"), List.of("b"));
            assertThat(driver.slots()).isEmpty();
            driver.assertNothingLeft();
        }
    }

    @Test
    void meanwhileItHoldsUpNobody() {
        late.add("a");
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.linger();
            driver.upload(sure("b"));
            driver.linger();

            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("b");
            assertThat(driver.slots()).hasSize(1);
        }
    }

    @Test
    void aNewerUploadOfTheListingEndsTheWait() {
        late.add("a");
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.linger();
            driver.upload(sure("a"));
            driver.linger();

            assertThat(driver.reviews()).hasSize(1);
            assertThat(driver.categories()).hasSize(1);
            assertThat(batches).containsExactly(List.of("a"), List.of("a"));
            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void oneWithANewerUploadInItsBatchDoesNotWait() {
        late.add("a");
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.upload(titled("a", "unsure"));
            driver.linger();

            assertThat(driver.reviews()).hasSize(2);
            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void aDeadLetterOfTheListingDoesNotOvertakeIt() {
        late.add("a");
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.linger();
            driver.pipe(utf8("a"), utf8("no event"));

            assertThat(driver.reviews()).hasSize(1);
            assertThat(driver.deadLetters()).hasSize(1);
            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void aDeadLetterBehindAnUploadThatWasNotTriedYetDoesNotOvertakeItEither() {
        late.add("a");
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.pipe(utf8("a"), utf8("no event"));

            assertThat(driver.reviews()).hasSize(1);
            assertThat(driver.deadLetters()).hasSize(1);
            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void itGoesOnWithoutAPictureThatWouldComeTooLate() {
        again = Duration.ofSeconds(61);
        late.add("a");
        try (StreamDriver driver = new StreamDriver(classifier)) {
            driver.upload(sure("a"));
            driver.linger();

            assertThat(driver.reviews()).extracting(StreamDriver::key).containsExactly("a");
            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void itComesBackThoughItAloneFilledItsBatch() {
        again = Duration.ofNanos(1);
        late.add("a");
        StreamSettings one = new StreamSettings("test", "nowhere:1", Streams.topics(), 1, 1, Duration.ofMillis(20),
                Duration.ofSeconds(10), Map.of());
        try (StreamDriver driver = new StreamDriver(classifier, one)) {
            driver.upload(sure("a"));
            driver.linger();
            driver.linger();

            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("a");
            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void oneThatIsPutAsideForANewerUploadOfItsListingGoesFirst() {
        StreamSettings small = new StreamSettings("test", "nowhere:1", new Topics("uploads", "categories", "reviews",
                "dead-letters", 1, (short) 1, 64 << 10), 1, 32, Duration.ofMillis(20), Duration.ofSeconds(10),
                Map.of());
        ByteBuffer large = ByteBuffer.wrap(new byte[60_000]);
        late.add("a");
        try (StreamDriver driver = new StreamDriver(classifier, small)) {
            driver.upload(sure("a"));
            driver.upload(upload("b").setImage(large).build());
            driver.upload(upload("c").setImage(large).build());
            driver.upload(upload("a").setImage(large).build());
            driver.linger();

            assertThat(driver.reviews()).extracting(StreamDriver::key).containsExactly("a");
            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("b", "c", "a");
            assertThat(driver.slots()).isEmpty();
        }
    }

    @Test
    void onlySoManyWait() {
        IntStream.rangeClosed(0, ThreadBatch.MOST_POSTPONED).mapToObj(String::valueOf).forEach(late::add);
        try (StreamDriver driver = new StreamDriver(classifier)) {
            List.copyOf(late).forEach(id -> driver.upload(sure(id)));
            driver.upload(sure("punctual"));
            driver.linger();

            assertThat(driver.slots()).hasSize(ThreadBatch.MOST_POSTPONED);
            assertThat(driver.reviews()).extracting(StreamDriver::key).containsExactly("1000");
            assertThat(driver.categories()).extracting(StreamDriver::key).containsExactly("punctual");
        }
    }

    @Test
    void theyTakeOnlySoManyBytes() {
        StreamSettings small = new StreamSettings("test", "nowhere:1", new Topics("uploads", "categories", "reviews",
                "dead-letters", 1, (short) 1, 64 << 10), 1, 32, Duration.ofMillis(20), Duration.ofSeconds(10),
                Map.of());
        late.addAll(List.of("a", "b", "c"));
        try (StreamDriver driver = new StreamDriver(classifier, small)) {
            ByteBuffer large = ByteBuffer.wrap(new byte[60_000]);
            List.of("a", "b", "c").forEach(id -> driver.upload(upload(id).setImage(large).build()));
            driver.linger();

            assertThat(driver.slots()).hasSize(2);
        }
    }
}
