// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import static io.shelver.testing.Products.APPAREL;
import static io.shelver.testing.Products.DECODING;
import static io.shelver.testing.Products.FOOTWEAR;
import static io.shelver.testing.Products.POLICY;
import static io.shelver.testing.Products.PROVENANCE;
import static io.shelver.testing.Products.SHIRTS;
import static io.shelver.testing.Products.SHOES;
import static io.shelver.testing.Products.SURE_SHIRT;
import static io.shelver.testing.Products.TOPWEAR;
import static io.shelver.testing.Products.TSHIRTS;
import static io.shelver.testing.Products.scored;
import static io.shelver.testing.Products.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.shelver.catalog.Label;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Reason;
import io.shelver.classify.ScoredLabel;
import io.shelver.classify.Scores;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Scores SURE_SHOES = scores(Map.of(FOOTWEAR, 0.95, SHOES, 0.9));
    private static final Scores DOUBTFUL_SHIRT = scores(Map.of(APPAREL, 0.95, TOPWEAR, 0.92, SHIRTS, 0.6));
    private static final Scores HARDLY_A_SHIRT = scores(Map.of(APPAREL, 0.95, TOPWEAR, 0.92, SHIRTS, 0.3));
    private static final Label SOCKS = Label.of("Apparel", "Socks");

    private final Evaluation evaluation = new Evaluation(DECODING, PROVENANCE, List.of("title", "fused"),
            Set.of("image"));

    @Test
    void everyPrefixOfAPathIsTrue() {
        add(SURE_SHIRT, SHIRTS);

        assertThat(evaluation.report().microF1()).containsEntry("fused", 1.0);
    }

    @Test
    void f1IsTakenOverAllListingsOfARow() {
        add(SURE_SHIRT, SHIRTS);
        add(SURE_SHOES, SHIRTS);

        // 3 right; 5 emitted and 6 true
        assertThat(evaluation.report().microF1().get("fused")).isEqualTo(6.0 / 11);
    }

    @Test
    void macroF1IsThatOfTheFusedRow() {
        add(SURE_SHIRT, SHIRTS);
        add(SURE_SHOES, SHIRTS);

        // Apparel, Topwear and Shirts 2/3 each, Footwear and Shoes 0
        assertThat(evaluation.report().macroF1()).isCloseTo(2.0 / 5, within(1e-12));
    }

    @Test
    void aListingThatARowDoesNotSeePredictsNothingThere() {
        evaluation.add(new Trial(List.of(SHIRTS), decide(SURE_SHIRT), Map.of("fused", SURE_SHIRT)));

        assertThat(evaluation.report().microF1()).containsEntry("title", 0.0);
        assertThat(evaluation.report().leafAccuracy()).containsEntry("title", 0.0).containsEntry("fused", 1.0);
    }

    @Test
    void theLeafIsRightByTheBestShelfEmittedOrNot() {
        add(HARDLY_A_SHIRT, SHIRTS);
        add(HARDLY_A_SHIRT, TSHIRTS);

        assertThat(evaluation.report().leafAccuracy()).containsEntry("fused", 0.5);
    }

    @Test
    void theLeafIsThatOfTheFirstPath() {
        add(SURE_SHIRT, SHOES, SHIRTS);

        assertThat(evaluation.report().leafAccuracy()).containsEntry("fused", 0.0);
    }

    @Test
    void aLeafThatTheBundleDoesNotKnowIsLeftOutAndCounted() {
        add(SURE_SHIRT, SHIRTS);
        add(SURE_SHIRT, SOCKS);

        Report report = evaluation.report();

        assertThat(report.leafUnknown()).isEqualTo(1);
        assertThat(report.leafAccuracy()).containsEntry("fused", 1.0);
    }

    @Test
    void labelsOutsideOfTheBundleAreLeftOutOfF1AndCounted() {
        add(SURE_SHIRT, SHIRTS, Label.of("Brand", "Acme"));

        Report report = evaluation.report();

        assertThat(report.labelsOutside()).isEqualTo(2);
        assertThat(report.microF1()).containsEntry("fused", 1.0);
    }

    @Test
    void anAcceptedListingWithAWrongLabelIsAnError() {
        add(SURE_SHIRT, SHIRTS);
        add(SURE_SHOES, SHIRTS);
        add(DOUBTFUL_SHIRT, SHOES);
        add(DOUBTFUL_SHIRT, SHIRTS);

        assertThat(evaluation.report().auto()).isEqualTo(new Report.Auto(0.5, 0.5, 2, 1, 4));
    }

    @Test
    void anAcceptedListingThatLacksALabelOutsideOfTheBundleIsAnError() {
        add(SURE_SHIRT, SHIRTS, SOCKS);

        assertThat(evaluation.report().auto().error()).isEqualTo(1);
    }

    @Test
    void whereNothingIsAcceptedNothingIsWrong() {
        add(DOUBTFUL_SHIRT, SHOES);

        assertThat(evaluation.report().auto()).isEqualTo(new Report.Auto(0, 0, 0, 0, 1));
    }

    @Test
    void aReasonCountsOnceForAListing() {
        add(scores(Map.of(APPAREL, 0.6, TOPWEAR, 0.6, SHIRTS, 0.6)), SHIRTS);
        add(HARDLY_A_SHIRT, SHIRTS);

        assertThat(evaluation.report().reasons()).containsExactly(Map.entry(Reason.Code.INCOMPLETE_PATH, 1L),
                Map.entry(Reason.Code.LOW_CONFIDENCE, 1L));
    }

    @Test
    void calibrationHoldsEmittedLabelsAgainstTheTruth() {
        add(scores(Map.of(FOOTWEAR, 0.75, SHOES, 0.5)), FOOTWEAR);

        // One label a part: |0.75 - 1| and |0.5 - 0|
        assertThat(evaluation.report().calibrationError()).isEqualTo(0.375);
        assertThat(evaluation.report().emittedLabels()).isEqualTo(2);
    }

    @Test
    void theConfidenceOfAListingIsItsLeastEmittedScore() {
        add(DOUBTFUL_SHIRT, SHIRTS);

        assertThat(evaluation.report().riskByCoverage()).containsExactly(new Report.Risk(1, 0, 0.6f));
    }

    @Test
    void aListingWithoutLabelsHasNoConfidence() {
        add(scores(Map.of()), SHIRTS);

        assertThat(evaluation.report().riskByCoverage()).containsExactly(new Report.Risk(1, 1, 0));
    }

    @Test
    void aDecoderThatBreaksTheHierarchyShows() {
        evaluation.add(decided(new ScoredLabel(APPAREL, 0.8f), new ScoredLabel(TOPWEAR, 0.9f),
                new ScoredLabel(SHOES, 0.9f)));

        assertThat(evaluation.report().hierarchyViolations()).isEqualTo(2);
    }

    @Test
    void theDecoderThatWeHaveKeepsTheHierarchy() {
        add(SURE_SHIRT, SHIRTS);

        assertThat(evaluation.report().hierarchyViolations()).isZero();
    }

    @Test
    void theCascadeIsJudgedByWhatWasDecided() {
        Map<String, Evidence> skipped = Map.of("title", scored(SURE_SHOES), "image", new Evidence.Skipped());
        evaluation.add(new Trial(List.of(SHIRTS), POLICY.decide(skipped, SURE_SHOES), Map.of("fused", SURE_SHIRT)));
        add(SURE_SHIRT, SHIRTS);

        Report report = evaluation.report();

        assertThat(report.cascade()).isEqualTo(new Report.Cascade(0.5, 6.0 / 11));
        assertThat(report.microF1()).containsEntry("fused", 1.0);
    }

    @Test
    void withoutACascadeItsF1IsThatOfTheFusedRow() {
        add(SURE_SHIRT, SHIRTS);
        add(DOUBTFUL_SHIRT, SHOES);

        Report report = evaluation.report();

        assertThat(report.cascade()).isEqualTo(new Report.Cascade(0, report.microF1().getOrDefault("fused", -1.0)));
    }

    @Test
    void aListingWithoutTruthIsInNoFigure() {
        add(SURE_SHIRT, SHIRTS);
        add(SURE_SHOES);

        Report report = evaluation.report();

        assertThat(report.withoutTruth()).isEqualTo(1);
        assertThat(report.listings()).isEqualTo(1);
        assertThat(report.auto()).isEqualTo(new Report.Auto(1, 0, 1, 0, 1));
    }

    @Test
    void aDeadLetterIsInNoFigure() {
        evaluation.addDeadLetter();

        assertThat(evaluation.report().deadLetters()).isEqualTo(1);
        assertThat(evaluation.report().listings()).isZero();
    }

    @Test
    void everyLabelHasFiguresOfItsOwn() {
        add(SURE_SHIRT, SHIRTS);
        add(SURE_SHOES, SHIRTS);

        assertThat(evaluation.report().perLabel()).hasSize(DECODING.taxonomy().size())
                .contains(new Report.LabelFigures("Apparel > Topwear > Shirts", 2, 1, 1, 0.5, 2.0 / 3));
    }

    @Test
    void aReportNeedsTheFusedRow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Evaluation(DECODING, PROVENANCE, List.of("title"), Set.of()))
                .withMessageContaining("[title]");
    }

    private void add(Scores fused, Label... truth) {
        evaluation.add(new Trial(List.of(truth), decide(fused), Map.of("title", fused, "fused", fused)));
    }

    private static Decision decide(Scores fused) {
        return POLICY.decide(Map.of("title", scored(fused)), fused);
    }

    private static Trial decided(ScoredLabel... labels) {
        return new Trial(List.of(SHIRTS), new Decision.Categorized(List.of(labels), Map.of(), PROVENANCE),
                Map.of());
    }
}
