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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.testing.FakeModality;
import io.shelver.testing.MeanFusion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CascadeTest {
    private static final Cascade TITLE_FIRST = new Cascade(
            List.of(new Cascade.Stage(List.of("title"), 0.95f), new Cascade.Stage(List.of("image"), 0)));
    private static final Scores SURE_ENOUGH = scores(Map.of(APPAREL, 0.94, TOPWEAR, 0.94, SHIRTS, 0.94));
    private static final Scores DOUBTFUL = scores(Map.of(APPAREL, 0.99, TOPWEAR, 0.98, SHIRTS, 0.7));

    private final List<String> pictured = new ArrayList<>();

    @Test
    void aListingThatIsSettledIsNotLookedAtAnyFurther() {
        Decision decision = classifier(SURE_SHIRT).classify(List.of(shirt())).getFirst();

        assertThat(decision).isCategorized().emits(APPAREL, TOPWEAR, SHIRTS);
        assertThat(decision.evidence().get("image")).isEqualTo(new Evidence.Skipped());
        assertThat(pictured).isEmpty();
    }

    @Test
    void acceptedIsNotYetSettled() {
        Decision decision = classifier(SURE_ENOUGH).classify(List.of(shirt())).getFirst();

        assertThat(decision.evidence()).containsEntry("image", new Evidence.Scored(SURE_SHIRT, 0));
        assertThat(pictured).containsExactly("shirt-1");
    }

    @Test
    void whatGivesReasonToDoubtGoesOn() {
        Classifier unfamiliar = new LateFusionClassifier(List.of(
                FakeModality.saying("title", new Evidence.Scored(SURE_SHIRT, 0.9)), image()), TITLE_FIRST,
                new MeanFusion(), POLICY, Duration.ofSeconds(5));

        Decision decision = unfamiliar.classify(List.of(shirt())).getFirst();

        assertThat(decision).needsReviewFor(Reason.Code.UNFAMILIAR_TEXT);
        assertThat(pictured).containsExactly("shirt-1");
    }

    @Test
    void nobodyIsSentToReviewUnseen() {
        Decision decision = classifier(DOUBTFUL).classify(List.of(shirt())).getFirst();

        assertThat(decision).needsReviewFor(Reason.Code.LOW_CONFIDENCE);
        assertThat(decision.evidence().values()).extracting(Evidence::kind).containsExactly("scored", "scored");
    }

    @Test
    void whatCannotBeReadInAnEarlyStageIsReadInALaterOne() {
        Classifier classifier = classifier(new Evidence.Unreadable("no word"));

        Decision decision = classifier.classify(List.of(shirt())).getFirst();

        assertThat(decision).isCategorized().emits(APPAREL, TOPWEAR, SHIRTS);
    }

    @Test
    void aPartThatIsNotThereIsAbsentAndNotSkipped() {
        Listing without = new Listing("shirt-2", "Blue linen shirt", "", new Image.None());

        Decision decision = classifier(SURE_SHIRT).classify(List.of(without)).getFirst();

        assertThat(decision.evidence()).containsEntry("image", new Evidence.Absent());
    }

    @Test
    void everyListingGetsItsOwnDecision() {
        Classifier classifier = new LateFusionClassifier(
                List.of(new FakeModality("title", CascadeTest::readTitle), image()), TITLE_FIRST, new MeanFusion(),
                POLICY, Duration.ofSeconds(5));

        List<Decision> decisions = classifier.classify(List.of(titled("shoe"), titled("perhaps"), titled("shirt")));

        assertThat(decisions.get(0)).isCategorized().emits(FOOTWEAR, SHOES);
        assertThat(decisions.get(1)).needsReviewFor(Reason.Code.LOW_CONFIDENCE);
        assertThat(decisions.get(2)).isCategorized().emits(APPAREL, TOPWEAR, SHIRTS);
        assertThat(pictured).containsExactly("perhaps");
    }

    @Test
    void theStagesNameEveryModalityOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cascade(List.of(new Cascade.Stage(List.of("title"), 0.9f),
                        new Cascade.Stage(List.of("image", "title"), 0))))
                .withMessage("the cascade asks 'title' twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LateFusionClassifier(List.of(image()), TITLE_FIRST, new MeanFusion(), POLICY,
                        Duration.ofSeconds(5)))
                .withMessageContaining("the cascade asks [title, image], but the modalities are [image]");
    }

    private static Evidence readTitle(Listing listing) {
        return new Evidence.Scored(switch (listing.title()) {
            case "shoe" -> scores(Map.of(FOOTWEAR, 0.99, SHOES, 0.98));
            case "shirt" -> SURE_SHIRT;
            default -> DOUBTFUL;
        }, 0);
    }

    private static Listing titled(String title) {
        return new Listing(title, title, "", new Image.Linked("picture.jpg"));
    }

    private FakeModality image() {
        return new FakeModality("image", listing -> {
            pictured.add(listing.id());
            return new Evidence.Scored(SURE_SHIRT, 0);
        });
    }

    private Classifier classifier(Scores title) {
        return classifier(new Evidence.Scored(title, 0));
    }

    private Classifier classifier(Evidence title) {
        return new LateFusionClassifier(List.of(FakeModality.saying("title", title), image()), TITLE_FIRST,
                new MeanFusion(), POLICY, Duration.ofSeconds(5));
    }
}
