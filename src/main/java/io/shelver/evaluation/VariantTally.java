// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.classify.Coherent;
import io.shelver.classify.Decoding;
import io.shelver.classify.Scores;
import java.util.BitSet;

/** Counts one row of the report: one variant of scoring, decoded by the bundle's rules and compared with the truth. */
final class VariantTally {
    private final Decoding decoding;
    private final LabelTally tally;
    private long leavesRight;
    private long leaves;

    VariantTally(Decoding decoding) {
        this.decoding = decoding;
        this.tally = new LabelTally(decoding.taxonomy().size());
    }

    void add(Truth truth, Scores scores) {
        Coherent coherent = Coherent.decode(decoding, scores);
        BitSet prediction = new BitSet();
        coherent.emitted().forEach(prediction::set);
        tally.add(truth.known(), prediction);
        if (truth.leafKnown()) {
            leaves++;
            boolean right = coherent.bestShelf().stream()
                    .anyMatch(shelf -> decoding.taxonomy().label(shelf).leaf().equals(truth.leaf()));
            leavesRight += right ? 1 : 0;
        }
    }

    /** Counts a listing of which this variant sees nothing, and so predicts nothing. */
    void addUnscored(Truth truth) {
        tally.add(truth.known(), new BitSet());
        leaves += truth.leafKnown() ? 1 : 0;
    }

    LabelTally tally() {
        return tally;
    }

    /** The share of listings with the right leaf, in [0, 1], over those whose main path is a label of the bundle. */
    double leafAccuracy() {
        return leaves == 0 ? 0 : (double) leavesRight / leaves;
    }
}
