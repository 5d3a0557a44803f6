// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class LabelTallyTest {
    private final LabelTally tally = new LabelTally(4);

    @Test
    void microF1CountsEveryLabelOfEveryListing() {
        tally.add(labels(0, 1), labels(0, 2));
        tally.add(labels(0), labels(0));

        // 2 right; 3 predicted and 3 true
        assertThat(tally.microF1()).isEqualTo(4.0 / 6);
    }

    @Test
    void macroF1IsTheMeanOverTheLabelsThatOccur() {
        tally.add(labels(0, 1), labels(0, 2));
        tally.add(labels(0), labels(0));

        // label 0: 1, labels 1 and 2: 0, label 3 does not occur
        assertThat(tally.macroF1()).isEqualTo(1.0 / 3);
    }

    @Test
    void f1OfALabelIsTheHarmonicMeanOfPrecisionAndRecall() {
        tally.add(labels(0), labels(0));
        tally.add(labels(0), labels());
        tally.add(labels(0), labels());
        tally.add(labels(), labels(0));

        // precision 1/2, recall 1/3
        assertThat(tally.f1(0)).isEqualTo(0.4);
    }

    @Test
    void withoutListingsEveryF1IsZero() {
        assertThat(tally.microF1() + tally.macroF1() + tally.f1(0)).isZero();
    }

    private static BitSet labels(int... labels) {
        BitSet set = new BitSet();
        for (int label : labels) {
            set.set(label);
        }
        return set;
    }
}
