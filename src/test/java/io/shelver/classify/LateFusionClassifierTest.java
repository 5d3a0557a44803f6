// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static io.shelver.testing.DecisionAssert.assertThat;
import static io.shelver.testing.Products.APPAREL;
import static io.shelver.testing.Products.FOOTWEAR;
import static io.shelver.testing.Products.POLICY;
import static io.shelver.testing.Products.SHIRTS;
import static io.shelver.testing.Products.SHOES;
import static io.shelver.testing.Products.SURE_SHIRT;
import static io.shelver.testing.Products.TOPWEAR;
import static io.shelver.testing.Products.scores;
import static io.shelver.testing.Products.shirt;
import static io.shelver.testing.Products.titled;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import io.shelver.testing.FakeModality;
import io.shelver.testing.MeanFusion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateFusionClassifierTest {
    private static final Evidence UNREADABLE = new Evidence.Unreadable("a truncated JPEG");
    private static final Scores SURE_SHOE = scores(Map.of(FOOTWEAR, 0.99, SHOES, 0.98));

    @AfterEach
    void leaveNoInterruptBehind() {
        Thread.interrupted();
    }

    @Test
    void modalitiesAreFused() {
        Classifier classifier = classifier(
                FakeModality.scoring("title", scores(Map.of(APPAREL, 1.0, TOPWEAR, 1.0, SHIRTS, 1.0))),
                FakeModality.scoring("image", scores(Map.of(APPAREL, 1.0, TOPWEAR, 0.6, SHIRTS, 0.2))));

        Decision decision = classifier.classify(List.of(shirt())).getFirst();

        Assertions.assertThat(decision.labels()).extracting(ScoredLabel::score).containsExactly(1f, 0.8f, 0.6f);
    }

    @Test
    void anUnreadableImageLeavesTheTextModelsToDecide() {
        Classifier classifier = classifier(FakeModality.scoring("title", SURE_SHIRT),
                FakeModality.saying("image", UNREADABLE));

        Decision decision = classifier.classify(List.of(shirt())).getFirst();

        assertThat(decision).isCategorized().emits(APPAREL, TOPWEAR, SHIRTS);
    }

    @Test
    void nothingReadableGoesToReview() {
        Classifier classifier = classifier(FakeModality.saying("title", new Evidence.Absent()),
                FakeModality.saying("image", UNREADABLE));

        Decision decision = classifier.classify(List.of(shirt())).getFirst();

        assertThat(decision).needsReviewFor(Reason.Code.NOTHING_READABLE).explains("a truncated JPEG");
    }

    @Test
    void anUnreadableListingLeavesItsNeighboursAlone() {
        Classifier classifier = classifier(new FakeModality("title", LateFusionClassifierTest::readShoesAndShirts));

        List<Decision> decisions = classifier.classify(List.of(titled("shoe"), titled("?"), titled("shirt")));

        assertThat(decisions.get(0)).isCategorized().emits(FOOTWEAR, SHOES);
        assertThat(decisions.get(1)).needsReviewFor(Reason.Code.NOTHING_READABLE);
        assertThat(decisions.get(2)).isCategorized().emits(APPAREL, TOPWEAR, SHIRTS);
    }

    @Test
    void aDecisionCarriesWhatEachModalitySaidInTheOrderOfTheBundle() {
        Classifier classifier = classifier(FakeModality.saying("title", new Evidence.Absent()),
                FakeModality.scoring("description", SURE_SHIRT), FakeModality.saying("image", UNREADABLE));

        Decision decision = classifier.classify(List.of(shirt())).getFirst();

        Assertions.assertThat(decision.evidence()).extractingByKeys("title", "description", "image")
                .extracting(Evidence::kind).containsExactly("absent", "scored", "unreadable");
        Assertions.assertThat(decision.evidence().keySet()).containsExactly("title", "description", "image");
    }

    @Test
    void aModelThatDoesNotAnswerInTimeMakesTheClassifierUnavailable() {
        Classifier classifier = classifier(Duration.ofMillis(1), answering(new CompletableFuture<>()));

        assertThatExceptionOfType(ClassifierUnavailableException.class)
                .isThrownBy(() -> classifier.classify(List.of(shirt()))).withMessageContaining("within 1 ms")
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void anInterruptMakesTheClassifierUnavailableAndIsKept() {
        Classifier classifier = classifier(answering(new CompletableFuture<>()));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ClassifierUnavailableException.class)
                .isThrownBy(() -> classifier.classify(List.of(shirt()))).withMessageContaining("interrupted");
        Assertions.assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void theFailureOfAModelComesOutAsItIs() {
        ClassifierUnavailableException broken = new ClassifierUnavailableException("the device is gone");
        Classifier classifier = classifier(answering(CompletableFuture.failedFuture(broken)));

        Assertions.assertThatThrownBy(() -> classifier.classify(List.of(shirt()))).isSameAs(broken);
    }

    private static Evidence readShoesAndShirts(Listing listing) {
        return switch (listing.title()) {
            case "shoe" -> new Evidence.Scored(SURE_SHOE, 0);
            case "shirt" -> new Evidence.Scored(SURE_SHIRT, 0);
            default -> new Evidence.Unreadable("not a word");
        };
    }

    private static Modality answering(CompletableFuture<List<Evidence>> answer) {
        return new Modality() {
            @Override
            public String name() {
                return "title";
            }

            @Override
            public Set<Part> parts() {
                return Set.of(Part.TITLE);
            }

            @Override
            public CompletableFuture<List<Evidence>> examine(List<Listing> listings) {
                return answer;
            }
        };
    }

    private static Classifier classifier(Modality... modalities) {
        return classifier(Duration.ofSeconds(5), modalities);
    }

    private static Classifier classifier(Duration deadline, Modality... modalities) {
        List<String> names = Stream.of(modalities).map(Modality::name).toList();
        return new LateFusionClassifier(List.of(modalities), Cascade.exhaustive(names), new MeanFusion(), POLICY,
                deadline);
    }
}
