// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.FailureClass;
import io.shelver.classify.NoScoresException;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IsolatingClassifierTest {
    private static final List<Listing> BATCH = List.of(listing("a", "boots"), listing("b", "poison"),
            listing("c", "boots"));

    @Test
    void aBatchWithoutAFaultIsClassifiedOnce() {
        FakeClassifier classifier = new FakeClassifier();

        assertThat(isolating(classifier).classify(BATCH)).hasSize(3)
                .allSatisfy(attempt -> assertThat(attempt).isInstanceOf(Attempt.Decided.class));
        assertThat(classifier.batches()).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void onlyTheListingThatFailsAloneIsAFailedAttempt() {
        FakeClassifier classifier = new FakeClassifier(Map.of("poison", IllegalStateException::new));

        List<Attempt> attempts = isolating(classifier).classify(BATCH);

        assertThat(attempts).hasExactlyElementsOfTypes(Attempt.Decided.class, Attempt.Failed.class,
                Attempt.Decided.class);
        assertThat(attempts.get(1)).isInstanceOfSatisfying(Attempt.Failed.class,
                failed -> assertThat(failed.failureClass()).isEqualTo(FailureClass.PROCESSING_FAILED));
        assertThat(classifier.batches()).containsExactly(List.of("a", "b", "c"), List.of("a"), List.of("b"),
                List.of("c"));
    }

    @Test
    void aFaultOfTheModelsIsNotTriedOnTheListingsOneByOne() {
        FakeClassifier classifier = new FakeClassifier(
                Map.of("poison", () -> new ClassifierUnavailableException("no device")));

        assertThatThrownBy(() -> isolating(classifier).classify(BATCH)).hasMessage("no device");
        assertThat(classifier.batches()).hasSize(1);
    }

    @Test
    void listingsWithoutScoresAreToBlameIfTheModelsWork() {
        FakeClassifier classifier = new FakeClassifier(Map.of("poison", IsolatingClassifierTest::noScores));

        List<Attempt> alone = isolating(classifier).classify(List.of(listing("b", "poison")));
        List<Attempt> withOthers = isolating(classifier).classify(BATCH);

        assertThat(alone).singleElement().isInstanceOfSatisfying(Attempt.Failed.class,
                failed -> assertThat(failed.cause()).isInstanceOf(NoScoresException.class));
        assertThat(withOthers).hasExactlyElementsOfTypes(Attempt.Decided.class, Attempt.Failed.class,
                Attempt.Decided.class);
    }

    @Test
    void modelsThatDoNotWorkAreToBlameForAllTheirListings() {
        FakeClassifier classifier = new FakeClassifier(Map.of("boots", IsolatingClassifierTest::noScores, "poison",
                IsolatingClassifierTest::noScores));

        assertBlamesTheModels(classifier, BATCH);
        assertBlamesTheModels(classifier, List.of(listing("b", "poison")));
    }

    /** A listing with a picture may have no scores, and its neighbours without one may: the model of pictures broke. */
    @Test
    void aModelThatDoesNotWorkIsToBlameAlthoughItsNeighboursHaveScores() {
        assertBlamesTheModels(new FakeClassifier(Map.of("poison", IsolatingClassifierTest::noScores)), BATCH);
    }

    @Test
    void nothingIsProvedWhileAllHaveScoresOrFailInAnotherWay() {
        AtomicInteger proofs = new AtomicInteger();
        IsolatingClassifier classifier = new IsolatingClassifier(
                new FakeClassifier(Map.of("poison", IllegalStateException::new)), proofs::incrementAndGet,
                Duration.ofSeconds(10));

        classifier.classify(BATCH);

        assertThat(proofs).hasValue(0);
    }

    private static void assertBlamesTheModels(Classifier classifier, List<Listing> batch) {
        IsolatingClassifier broken = new IsolatingClassifier(classifier, () -> {
            throw new IllegalStateException("the picture model is broken");
        }, Duration.ofSeconds(10));

        assertThatThrownBy(() -> broken.classify(batch)).isInstanceOf(ClassifierUnavailableException.class)
                .hasMessageContaining("the picture model is broken");
    }

    private static NoScoresException noScores() {
        return new NoScoresException("NaN", new IllegalArgumentException());
    }

    private static IsolatingClassifier isolating(Classifier classifier) {
        return new IsolatingClassifier(classifier, () -> {
        }, Duration.ofSeconds(10));
    }

    private static Listing listing(String id, String title) {
        return new Listing(id, title, "", new Image.None());
    }
}
