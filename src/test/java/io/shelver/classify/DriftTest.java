// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static io.shelver.testing.Products.APPAREL;
import static io.shelver.testing.Products.FOOTWEAR;
import static io.shelver.testing.Products.MEN;
import static io.shelver.testing.Products.PROVENANCE;
import static io.shelver.testing.Products.SHOES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shelver.catalog.Label;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftTest {
    /** Half of the listings are shoes and half are apparel. Half have a confidence above 0.9. */
    private static final Reference HALF_AND_HALF = new Reference(1000, List.of(0.9f), List.of(500, 500),
            Map.of(FOOTWEAR, 500, SHOES, 500, APPAREL, 500, MEN, 0), 0);

    @Test
    void whatIsLikeTheReferenceHasNotDrifted() {
        Drift drift = Drift.of(HALF_AND_HALF);

        see(drift, 2000, new Random(1), 0.5, 0.5);

        assertThat(drift.confidence()).hasValueCloseTo(0.0, within(0.01));
        assertThat(drift.labels()).hasValueCloseTo(0.0, within(0.01));
    }

    @Test
    void theIndexIsTheSumOverTheBinsOfSharesAndTheLogarithmsOfTheirRatios() {
        Drift drift = Drift.of(HALF_AND_HALF);

        for (int i = 0; i < 1000; i++) {
            drift.saw(decided(i < 800 ? 0.95f : 0.5f, APPAREL));
        }

        // (0.8 - 0.5) ln(0.8 / 0.5) + (0.2 - 0.5) ln(0.2 / 0.5)
        assertThat(drift.confidence()).hasValueCloseTo(0.4159, within(0.002));
    }

    @Test
    void otherLabelsAreADriftOfLabelsOnly() {
        Drift drift = Drift.of(HALF_AND_HALF);

        see(drift, 1000, new Random(1), 0.9, 0.5);

        assertThat(drift.labels().orElseThrow()).isGreaterThan(0.25);
        assertThat(drift.confidence().orElseThrow()).isLessThan(0.05);
    }

    @Test
    void rareLabelsShareABinWithThoseThatTheReferenceNeverSaw() {
        Drift drift = Drift.of(HALF_AND_HALF);

        see(drift, 1000, new Random(1), 0.5, 0.5);
        double before = drift.labels().orElseThrow();
        for (int i = 0; i < 300; i++) {
            drift.saw(decided(0.95f, MEN));
        }

        assertThat(drift.labels().orElseThrow()).isGreaterThan(before + 0.25);
    }

    @Test
    void listingsWithoutALabelAreADrift() {
        Drift drift = Drift.of(HALF_AND_HALF);

        for (int i = 0; i < Drift.LEAST; i++) {
            drift.saw(new Decision.NeedsReview(List.of(), List.of(), List.of(),
                    List.of(new Reason(Reason.Code.NOTHING_RECOGNIZED, "nothing")), Map.of(), PROVENANCE));
        }

        assertThat(drift.labels().orElseThrow()).isGreaterThan(1);
        assertThat(drift.confidence().orElseThrow()).isGreaterThan(1);
    }

    @Test
    void aHandfulOfDecisionsSaysNothing() {
        Drift drift = Drift.of(HALF_AND_HALF);

        see(drift, Drift.LEAST - 1, new Random(1), 1, 1);

        assertThat(drift.confidence()).isEmpty();
        assertThat(drift.labels()).isEmpty();
    }

    @Test
    void whatDriftedIsForgottenAfterTwoBlocks() {
        Drift drift = Drift.of(HALF_AND_HALF);

        see(drift, Drift.BLOCK, new Random(1), 1, 1);
        double drifted = drift.labels().orElseThrow();
        see(drift, 2 * Drift.BLOCK, new Random(2), 0.5, 0.5);

        assertThat(drifted).isGreaterThan(0.25);
        assertThat(drift.labels().orElseThrow()).isLessThan(0.01);
        assertThat(drift.confidence().orElseThrow()).isLessThan(0.01);
    }

    @Test
    void aReferenceThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> new Reference(10, List.of(0.5f), List.of(5, 4), Map.of(), 0))
                .hasMessageContaining("do not hold 10 listings");
        assertThatThrownBy(() -> new Reference(10, List.of(0.5f, 0.5f), List.of(5, 4, 1), Map.of(), 0))
                .hasMessageContaining("must ascend");
        assertThatThrownBy(() -> new Reference(10, List.of(Float.NaN), List.of(5, 5), Map.of(), 0))
                .hasMessageContaining("must ascend");
        assertThatThrownBy(() -> new Reference(10, List.of(0.5f), List.of(10), Map.of(), 0))
                .hasMessageContaining("make 2 bins, not 1");
        assertThatThrownBy(() -> new Reference(10, List.of(), List.of(10), Map.of(APPAREL, 11), 0))
                .hasMessageContaining("0 to 10 listings, not 11");
        assertThatThrownBy(() -> new Reference(0, List.of(), List.of(0), Map.of(), 0))
                .hasMessageContaining("needs 1 listing or more");
    }

    /** Counts decisions of which one share is apparel and the rest shoes, and one share is surer than 0.9. */
    private static void see(Drift drift, int listings, Random random, double apparel, double sure) {
        for (int i = 0; i < listings; i++) {
            float score = random.nextDouble() < sure ? 0.95f : 0.6f;
            drift.saw(random.nextDouble() < apparel ? decided(score, APPAREL) : decided(score, FOOTWEAR, SHOES));
        }
    }

    private static Decision decided(float score, Label... labels) {
        return new Decision.Categorized(Arrays.stream(labels).map(label -> new ScoredLabel(label, score)).toList(),
                Collections.emptyMap(), PROVENANCE);
    }
}
