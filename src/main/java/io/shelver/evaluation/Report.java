// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.classify.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a bundle. The names of the components, in snake case, are those of {@code report.json}. Shares, F1 and
 * accuracies are in [0, 1]. A row is one way of scoring, see {@link ScoringVariants}. Maps are in the order in which
 * they interest a reader.
 *
 * @param bundle
 *            the bundle, {@code name@version}
 * @param taxonomy
 *            the taxonomy, {@code name@version}
 * @param listings
 *            the number of listings whose truth is known
 * @param labels
 *            the number of labels that the bundle can give
 * @param microF1
 *            F1 over all labels of all listings, by row
 * @param leafAccuracy
 *            the share of listings whose best shelf has the last name of the main path, by row
 * @param macroF1
 *            the mean F1 over the labels, of the fused row
 * @param macroF1ByRow
 *            the mean F1 over the labels that were ever true or predicted, by row
 * @param calibrationError
 *            the mean distance between a score and the share of right ones, over 15 bins of equal mass of the emitted
 *            labels
 * @param hierarchyViolations
 *            the number of emitted labels without their parent or scored above it; 0 unless the decoder is broken
 * @param reasons
 *            the number of listings by reason for review; a listing may have several reasons
 * @param emittedLabels
 *            the number of emitted labels of all listings
 * @param labelsOutside
 *            the number of true labels that the bundle does not know; F1 leaves them out
 * @param leafUnknown
 *            the number of listings whose main path the bundle does not know; leaf accuracy leaves them out
 * @param withoutTruth
 *            the number of listings whose truth is unknown; every other figure leaves them out
 * @param deadLetters
 *            the number of lines that are not a listing; every other figure leaves them out
 * @param perLabel
 *            the figures of each label in the bundle's order, of the fused row
 * @param reliability
 *            the bins that make up the calibration error, from low scores to high
 * @param riskByCoverage
 *            the error at growing coverage, from few accepted listings to all
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
     * The decisions without a person.
     *
     * @param coverage
     *            the share of listings that are accepted
     * @param error
     *            the share of accepted listings with a wrong or missing label, whether the bundle knows the label or
     *            not
     * @param accepted
     *            the number of accepted listings
     * @param wrong
     *            the number of accepted listings with a wrong or missing label
     * @param listings
     *            the number of all listings
     */
    public record Auto(double coverage, double error, long accepted, long wrong, long listings) {}

    /**
     * @param imageSkipped
     *            the share of listings whose picture was present but not needed
     * @param microF1
     *            F1 over all labels of the decisions, skipped pictures included
     */
    public record Cascade(double imageSkipped, double microF1) {}

    /**
     * @param label
     *            the whole path
     * @param actual
     *            the number of listings whose truth has the label
     * @param predicted
     *            the number of listings that the label was emitted for
     */
    public record LabelFigures(String label, int actual, int predicted, double precision, double recall, double f1) {}

    /**
     * A bin of the emitted labels: how well its scores match what was right.
     *
     * @param labels
     *            the number of labels in the bin
     * @param meanScore
     *            their mean score
     * @param shareRight
     *            the share of them that is right
     */
    public record Bin(int labels, double meanScore, double shareRight) {}

    /**
     * The error at one coverage.
     *
     * @param coverage
     *            the share of listings that would be accepted
     * @param error
     *            the share of these that would have a wrong or missing label
     * @param confidence
     *            the least confidence of an accepted listing, which is the least score of its emitted labels
     */
    public record Risk(double coverage, double error, double confidence) {}
}
