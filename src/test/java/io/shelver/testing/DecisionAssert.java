// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.catalog.Label;
import io.shelver.classify.Decision;
import io.shelver.classify.Reason;
import io.shelver.classify.ScoredLabel;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about a decision. */
public final class DecisionAssert extends AbstractAssert<DecisionAssert, Decision> {
    private DecisionAssert(Decision decision) {
        super(decision, DecisionAssert.class);
    }

    public static DecisionAssert assertThat(Decision decision) {
        return new DecisionAssert(decision);
    }

    public DecisionAssert isCategorized() {
        Assertions.assertThat(actual).isInstanceOf(Decision.Categorized.class);
        return this;
    }

    /** Asserts that the decision needs review for exactly these reasons, one of each code. */
    public DecisionAssert needsReviewFor(Reason.Code... codes) {
        Assertions.assertThat(review().reasons()).extracting(Reason::code).containsExactlyInAnyOrder(codes);
        return this;
    }

    /** Asserts that the explanation of one reason has all of these words. */
    public DecisionAssert explains(String... words) {
        Assertions.assertThat(review().reasons()).extracting(Reason::explanation)
                .anySatisfy(explanation -> Assertions.assertThat(explanation).contains(words));
        return this;
    }

    public DecisionAssert emits(Label... labels) {
        Assertions.assertThat(actual.labels()).extracting(ScoredLabel::label).containsExactlyInAnyOrder(labels);
        return this;
    }

    public DecisionAssert isSureOf(Label... labels) {
        Assertions.assertThat(review().sure()).extracting(ScoredLabel::label).containsExactlyInAnyOrder(labels);
        return this;
    }

    private Decision.NeedsReview review() {
        Assertions.assertThat(actual).isInstanceOf(Decision.NeedsReview.class);
        return (Decision.NeedsReview) actual;
    }
}
