// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static io.shelver.testing.DecisionAssert.assertThat;
import static io.shelver.testing.Products.APPAREL;
import static io.shelver.testing.Products.FOOTWEAR;
import static io.shelver.testing.Products.MEN;
import static io.shelver.testing.Products.POLICY;
import static io.shelver.testing.Products.SHIRTS;
import static io.shelver.testing.Products.SHOES;
import static io.shelver.testing.Products.SURE_SHIRT;
import static io.shelver.testing.Products.TOPWEAR;
import static io.shelver.testing.Products.TSHIRTS;
import static io.shelver.testing.Products.WOMEN;
import static io.shelver.testing.Products.scored;
import static io.shelver.testing.Products.scores;

import io.shelver.catalog.Label;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class DecisionPolicyTest {
    private static final Map<String, Evidence> READ = Map.of("title", scored(SURE_SHIRT));

    @Test
    void withoutDoubtAListingIsCategorized() {
        assertThat(POLICY.decide(READ, SURE_SHIRT)).isCategorized().emits(APPAREL, TOPWEAR, SHIRTS);
    }

    @Test
    void nothingReadableGoesToReview() {
        Decision decision = POLICY.unreadable(Map.of("image", new Evidence.Unreadable("a truncated JPEG")));

        assertThat(decision).needsReviewFor(Reason.Code.NOTHING_READABLE).emits().explains("image: a truncated JPEG");
    }

    @Test
    void nothingRecognizedGoesToReviewWithTheBestGuess() {
        Decision decision = decide(Map.of(FOOTWEAR, 0.4, SHOES, 0.3));

        assertThat(decision).needsReviewFor(Reason.Code.NOTHING_RECOGNIZED).emits().explains("'Footwear'", "0.40");
    }

    @Test
    void aPathThatEndsTooEarlyGoesToReview() {
        Decision decision = decide(Map.of(APPAREL, 0.99, TOPWEAR, 0.98, SHIRTS, 0.4, TSHIRTS, 0.1));

        assertThat(decision).needsReviewFor(Reason.Code.INCOMPLETE_PATH).emits(APPAREL, TOPWEAR)
                .explains("below 'Apparel > Topwear'", "'Apparel > Topwear > Shirts'", "0.40");
    }

    @Test
    void aListingWithoutARequiredRootGoesToReview() {
        Decision decision = decide(Map.of(MEN, 0.99, APPAREL, 0.4));

        assertThat(decision).needsReviewFor(Reason.Code.INCOMPLETE_PATH).explains("at the top", "'Apparel'");
    }

    @Test
    void aGroupThatIsNotRequiredMayBeEmpty() {
        Decision decision = decide(Map.of(FOOTWEAR, 0.99, SHOES, 0.99, MEN, 0.2, WOMEN, 0.1));

        assertThat(decision).isCategorized().emits(FOOTWEAR, SHOES);
    }

    @Test
    void lowConfidenceGoesToReviewWithThePrefixThatIsSure() {
        Decision decision = decide(Map.of(APPAREL, 0.99, TOPWEAR, 0.95, SHIRTS, 0.8));

        assertThat(decision).needsReviewFor(Reason.Code.LOW_CONFIDENCE).emits(APPAREL, TOPWEAR, SHIRTS)
                .isSureOf(APPAREL, TOPWEAR);
    }

    @Test
    void aScoreAtTheThresholdIsSure() {
        Decision decision = decide(Map.of(APPAREL, 0.9, TOPWEAR, 0.9, SHIRTS, 0.9));

        assertThat(decision).isCategorized();
    }

    @Test
    void aRootWithAThresholdOfItsOwnUsesIt() {
        Decision decision = decide(Map.of(FOOTWEAR, 0.85, SHOES, 0.85));

        assertThat(decision).isCategorized();
    }

    @Test
    void theThresholdIsThatOfTheShelfForEveryLabel() {
        Decision decision = decide(Map.of(FOOTWEAR, 0.99, SHOES, 0.99, MEN, 0.85));

        assertThat(decision).isCategorized().emits(FOOTWEAR, SHOES, MEN);
    }

    @Test
    void everyUnsureLabelIsAReason() {
        Decision decision = decide(Map.of(APPAREL, 0.99, TOPWEAR, 0.8, SHIRTS, 0.8));

        assertThat(decision).needsReviewFor(Reason.Code.LOW_CONFIDENCE, Reason.Code.LOW_CONFIDENCE);
    }

    @Test
    void aNarrowMarginGoesToReview() {
        Decision decision = decide(Map.of(APPAREL, 0.99, TOPWEAR, 0.98, SHIRTS, 0.97, TSHIRTS, 0.93));

        assertThat(decision).needsReviewFor(Reason.Code.NARROW_MARGIN).explains("Shirts' (0.970)", "Tshirts' (0.930)");
    }

    @Test
    void aTieGoesToReview() {
        Decision decision = decide(Map.of(FOOTWEAR, 0.99, SHOES, 0.99, MEN, 0.95, WOMEN, 0.95));

        assertThat(decision).needsReviewFor(Reason.Code.NARROW_MARGIN).emits(FOOTWEAR, SHOES, MEN);
    }

    @Test
    void aTieOfLabelsThatAreNotEmittedIsNoReason() {
        Decision decision = decide(Map.of(FOOTWEAR, 0.99, SHOES, 0.99, MEN, 0.3, WOMEN, 0.3));

        assertThat(decision).isCategorized();
    }

    @Test
    void anUnfamiliarTextGoesToReview() {
        Decision decision = POLICY.decide(Map.of("title", new Evidence.Scored(SURE_SHIRT, 0.6)), SURE_SHIRT);

        assertThat(decision).needsReviewFor(Reason.Code.UNFAMILIAR_TEXT).explains("60%", "title", "50%");
    }

    @Test
    void halfOfATextMayBeUnfamiliar() {
        Decision decision = POLICY.decide(Map.of("title", new Evidence.Scored(SURE_SHIRT, 0.5)), SURE_SHIRT);

        assertThat(decision).isCategorized();
    }

    @Test
    void aModalityWithoutALimitIsNeverUnfamiliar() {
        Decision decision = POLICY.decide(Map.of("image", new Evidence.Scored(SURE_SHIRT, 1)), SURE_SHIRT);

        assertThat(decision).isCategorized();
    }

    @Test
    void everyReasonIsGiven() {
        Decision decision = POLICY.decide(Map.of("title", new Evidence.Scored(SURE_SHIRT, 1)),
                scores(Map.of(FOOTWEAR, 0.99, SHOES, 0.7, MEN, 0.9, WOMEN, 0.9)));

        assertThat(decision).needsReviewFor(Reason.Code.LOW_CONFIDENCE, Reason.Code.NARROW_MARGIN,
                Reason.Code.UNFAMILIAR_TEXT);
    }

    @Test
    void aReviewerSeesTenCandidatesAtTheMostAndTheBestFirst() {
        Decision.NeedsReview review = (Decision.NeedsReview) decide(Map.of(FOOTWEAR, 0.4, SHOES, 0.3, MEN, 0.45));

        Assertions.assertThat(review.candidates()).hasSizeLessThanOrEqualTo(10).extracting(ScoredLabel::label)
                .startsWith(MEN, FOOTWEAR, SHOES);
    }

    @Test
    void aDecisionSaysWhichBundleMadeIt() {
        Decision decision = POLICY.decide(READ, SURE_SHIRT);

        Assertions.assertThat(decision.provenance()).hasToString("shop@1.0.0");
    }

    private static Decision decide(Map<Label, Double> likely) {
        return POLICY.decide(READ, scores(likely));
    }
}
