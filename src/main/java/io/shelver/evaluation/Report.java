// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.classify.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a bundle; the names of the components, in snake case, are those of {@code report.json}. Shares, F1 and
 * accuracies are in [0, 1]. Maps are in the order of a reader's interest.
 *
 * @param bundle
 *            {@code name@version}
 * @param taxonomy
 *            {@code name@version}
 * @param listings
 *            those whose truth is known
 * @param labels
 *            that the bundle can give
 * @param microF1
 *            row to F1 over all labels of all listings
 * @param leafAccuracy
 *            row to the share of listings whose best shelf bears the last name of the main path
 * @param macroF1
 *            the mean over labels of the fused row
 * @param macroF1ByRow
 *            row to the mean F1 over the labels that were ever true or predicted
 * @param calibrationError
 *            the mean distance between score and share of right ones, over 15 parts of equal mass of the emitted labels
 * @param hierarchyViolations
 *            emitted labels without their parent or above it; 0 unless the decoder is broken
 * @param reasons
 *            for review; to the listings that have it, and a listing may have several
 * @param emittedLabels
 *            over all listings
 * @param labelsOutside
 *            true labels of listings that the bundle does not know; left out of F1
 * @param leafUnknown
 *            listings whose main path the bundle does not know; left out of leaf accuracy
 * @param withoutTruth
 *            listings whose truth is unknown; left out of everything
 * @param deadLetters
 *            lines that are no listing; left out of everything
 * @param perLabel
 *            in the bundle's order, of the fused row
 * @param reliability
 *            the parts of which the calibration error is made, from low scores to high
 * @param riskByCoverage
 *            what accepting more listings would cost, from few to all
 */
public record Report(String bundle, String taxonomy, long listings, int labels, Map<String, Double> microF1,
        Map<String, Double> leafAccuracy, double macroF1, Map<String, Double> macroF1ByRow, double calibrationError,
        Auto auto, long hierarchyViolations, Cascade cascade, Map<Reason.Code, Long> reasons, long emittedLabels,
        long labelsOutside, long leafUnknown, long withoutTruth, long deadLetters, List<LabelFigures> perLabel,
        List<Bin> reliability, List<Risk> riskByCoverage) {
    public Report {
        microF1 = inOrder(microF1);
        leafAccuracy = inOrder(leafAccuracy);
        macroF1ByRow = inOrder(macroF1ByRow);
        reasons = inOrder(reasons);
        perLabel = List.copyOf(perLabel);
        reliability = List.copyOf(reliability);
        riskByCoverage = List.copyOf(riskByCoverage);
    }

    private static <K, V> Map<K, V> inOrder(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * What is decided without a person.
     *
     * @param coverage
     *            the share of listings that are accepted
     * @param error
     *            the share of accepted listings with any wrong or missing label, known to the bundle or not
     * @param wrong
     *            accepted listings with such a label
     */
    public record Auto(double coverage, double error, long accepted, long wrong, long listings) {}

    /**
     * @param imageSkipped
     *            the share of listings whose picture was there and not needed
     * @param microF1
     *            of what was decided, with what was skipped
     */
    public record Cascade(double imageSkipped, double microF1) {}

    /**
     * @param label
     *            the whole path
     * @param actual
     *            listings that it is true of
     * @param predicted
     *            listings that it was emitted for
     */
    public record LabelFigures(String label, int actual, int predicted, double precision, double recall, double f1) {}

    /** A part of the emitted labels: what they promised, and what they kept. */
    public record Bin(int labels, double meanScore, double shareRight) {}

    /**
     * If listings were accepted from this confidence (the least score of an emitted label), a share of {@code coverage}
     * would be, and of these a share of {@code error} would have a wrong or missing label.
     */
    public record Risk(double coverage, double error, double confidence) {}
}
