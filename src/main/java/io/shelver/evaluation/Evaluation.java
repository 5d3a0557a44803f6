// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.classify.Decoding;
import io.shelver.classify.Provenance;
import io.shelver.classify.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Compares one listing after the other with its truth. Keeps counts and four bytes per score; not thread-safe. */
public final class Evaluation {
    private final Decoding decoding;
    private final Provenance provenance;
    private final Map<String, VariantTally> rows = new LinkedHashMap<>();
    private final VariantTally fused;
    private final DecisionTally decisions;
    private long listings;
    private long labelsOutside;
    private long leafUnknown;
    private long withoutTruth;
    private long deadLetters;

    /**
     * @param rows
     *            the names of the rows in the order of the report, {@link ScoringVariants#FUSED} among them
     * @param pictures
     *            the names of the modalities that read pictures
     */
    public Evaluation(Decoding decoding, Provenance provenance, List<String> rows, Set<String> pictures) {
        if (!rows.contains(ScoringVariants.FUSED)) {
            throw new IllegalArgumentException(
                    "the rows %s lack '%s', which every report needs".formatted(rows, ScoringVariants.FUSED));
        }
        this.decoding = decoding;
        this.provenance = provenance;
        this.decisions = new DecisionTally(decoding.taxonomy(), pictures);
        this.fused = new VariantTally(decoding);
        rows.forEach(name -> this.rows.put(name,
                name.equals(ScoringVariants.FUSED) ? fused : new VariantTally(decoding)));
    }

    public void add(Trial trial) {
        if (trial.truth().isEmpty()) {
            withoutTruth++;
            return;
        }
        Truth truth = Truth.of(decoding.taxonomy(), trial.truth());
        listings++;
        labelsOutside += truth.outside();
        leafUnknown += truth.leafKnown() ? 0 : 1;
        decisions.add(truth, trial.decision());
        rows.forEach((name, row) -> {
            Scores scores = trial.rows().get(name);
            if (scores == null) {
                row.addUnscored(truth);
            } else {
                row.add(truth, scores);
            }
        });
    }

    /** Counts a line that is not a listing; it enters no other figure. */
    public void addDeadLetter() {
        deadLetters++;
    }

    /** The figures of everything added so far. */
    public Report report() {
        Map<String, Double> macroF1 = figures(row -> row.tally().macroF1());
        return new Report(provenance.toString(), provenance.taxonomy() + "@" + provenance.taxonomyVersion(), listings,
                decoding.taxonomy().size(), figures(row -> row.tally().microF1()), figures(VariantTally::leafAccuracy),
                fused.tally().macroF1(), macroF1, decisions.calibrationError(), decisions.auto(),
                decisions.hierarchyViolations(), decisions.cascade(), decisions.reasons(), decisions.emittedLabels(),
                labelsOutside, leafUnknown, withoutTruth, deadLetters, perLabel(fused.tally()),
                decisions.reliability(), decisions.riskByCoverage());
    }

    private Map<String, Double> figures(ToDoubleFunction<VariantTally> figure) {
        Map<String, Double> figures = new LinkedHashMap<>();
        rows.forEach((name, row) -> figures.put(name, figure.applyAsDouble(row)));
        return figures;
    }

    private List<Report.LabelFigures> perLabel(LabelTally tally) {
        return IntStream.range(0, decoding.taxonomy().size()).mapToObj(label -> {
            int right = tally.right(label);
            return new Report.LabelFigures(decoding.taxonomy().label(label).toString(), tally.actual(label),
                    tally.predicted(label), share(right, tally.predicted(label)), share(right, tally.actual(label)),
                    tally.f1(label));
        }).toList();
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
