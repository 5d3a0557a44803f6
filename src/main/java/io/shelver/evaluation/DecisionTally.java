// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.catalog.Label;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Reason;
import io.shelver.classify.ScoredLabel;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the decisions on listings against the truth. */
final class DecisionTally {
    private static final int BINS = 15;
    private static final int RISK_POINTS = 100;

    private final Taxonomy taxonomy;
    private final Set<String> pictures;
    private final LabelTally tally;
    private final JudgedScores labels = new JudgedScores();
    private final JudgedScores listings = new JudgedScores();
    private final Map<Reason.Code, Long> reasons = new EnumMap<>(Reason.Code.class);
    private long accepted;
    private long acceptedWrong;
    private long skipped;
    private long hierarchyViolations;

    /**
     * @param pictures
     *            the names of the modalities that read pictures
     */
    DecisionTally(Taxonomy taxonomy, Set<String> pictures) {
        this.taxonomy = taxonomy;
        this.pictures = Set.copyOf(pictures);
        this.tally = new LabelTally(taxonomy.size());
    }

    void add(Truth truth, Decision decision) {
        Map<Label, Float> emitted = new HashMap<>();
        BitSet prediction = new BitSet();
        float confidence = decision.labels().isEmpty() ? 0 : 1;
        for (ScoredLabel scored : decision.labels()) {
            emitted.put(scored.label(), scored.score());
            taxonomy.indexOf(scored.label()).ifPresent(prediction::set);
            labels.add(scored.score(), truth.labels().contains(scored.label()));
            confidence = Math.min(confidence, scored.score());
        }
        boolean right = emitted.keySet().equals(truth.labels());
        tally.add(truth.known(), prediction);
        listings.add(confidence, right);
        hierarchyViolations += violations(emitted);
        skipped += pictures.stream().map(decision.evidence()::get).anyMatch(Evidence.Skipped.class::isInstance) ? 1 : 0;
        switch (decision) {
            case Decision.Categorized categorized -> {
                accepted++;
                acceptedWrong += right ? 0 : 1;
            }
            case Decision.NeedsReview review -> review.reasons().stream().map(Reason::code).distinct()
                    .forEach(code -> reasons.merge(code, 1L, Long::sum));
        }
    }

    /** Looks only at the emitted labels, so that a mistake in the decoder shows. */
    private static long violations(Map<Label, Float> emitted) {
        return emitted.entrySet().stream()
                .filter(child -> child.getKey().parent()
                        .filter(parent -> emitted.getOrDefault(parent, -1f) < child.getValue()).isPresent())
                .count();
    }

    Report.Auto auto() {
        return new Report.Auto(share(accepted, listings.size()), share(acceptedWrong, accepted), accepted,
                acceptedWrong, listings.size());
    }

    Report.Cascade cascade() {
        return new Report.Cascade(share(skipped, listings.size()), tally.microF1());
    }

    double calibrationError() {
        return labels.calibrationError(BINS);
    }

    List<Report.Bin> reliability() {
        return labels.bins(BINS);
    }

    List<Report.Risk> riskByCoverage() {
        return listings.riskByCoverage(RISK_POINTS);
    }

    long emittedLabels() {
        return labels.size();
    }

    Map<Reason.Code, Long> reasons() {
        return reasons;
    }

    long hierarchyViolations() {
        return hierarchyViolations;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
