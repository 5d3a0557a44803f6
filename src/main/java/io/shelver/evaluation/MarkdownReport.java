// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.classify.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A report for people, in Markdown. */
final class MarkdownReport {
    private static final int WEAKEST = 15;

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    MarkdownReport(Report report) {
        this.report = report;
    }

    String text() {
        text.setLength(0);
        summary();
        rows();
        doors();
        reasons();
        calibration();
        weakestLabels();
        counted();
        return text.toString();
    }

    private void summary() {
        paragraph("# Evaluation of %s", report.bundle());
        paragraph("Of **%,d listings**, **%s** were categorized without a person. Of these, **%s** have a wrong or "
                + "missing label. The other listings go to review. Over all listings the micro-F1 is **%s**, and "
                + "**%s** of them get the right leaf. The bundle knows %,d labels of the taxonomy %s.",
                report.listings(),
                percent(report.auto().coverage()), percent(report.auto().error()),
                figure(report.microF1(), ScoringVariants.FUSED),
                percent(report.leafAccuracy().getOrDefault(ScoringVariants.FUSED, 0.0)), report.labels(),
                report.taxonomy());
    }

    private void rows() {
        paragraph("## Each modality alone, and together");
        paragraph("![F1 and leaf accuracy of each row](%s)", ReportPlots.F1);
        table(List.of("row", "micro-F1", "macro-F1", "leaf accuracy"), report.microF1().keySet().stream()
                .map(row -> List.of(row.equals(ScoringVariants.FUSED) ? "**" + row + "**" : row,
                        figure(report.microF1(), row), figure(report.macroF1ByRow(), row),
                        figure(report.leafAccuracy(), row))));
        paragraph("Each row is one way of scoring. A row predicts nothing for a listing that lacks the part it reads. "
                + "A row named after parts of a listing fuses the modalities that read these parts and no other.");
        if (report.cascade().imageSkipped() > 0) {
            paragraph("The cascade decided %s of the listings without their image. All its decisions reach a "
                    + "micro-F1 of %.4f.", percent(report.cascade().imageSkipped()), report.cascade().microF1());
        }
    }

    private void doors() {
        Report.Auto auto = report.auto();
        paragraph("## Decided without a person");
        table(List.of("listings", "accepted", "coverage", "accepted but wrong", "error"),
                Stream.of(List.of(count(auto.listings()), count(auto.accepted()), percent(auto.coverage()),
                        count(auto.wrong()), percent(auto.error()))));
        paragraph("An accepted listing is wrong if any of its labels is wrong or missing, even a label that the bundle "
                + "does not know.");
        paragraph("![The error by coverage](%s)", ReportPlots.RISK);
    }

    private void reasons() {
        paragraph("## Why listings go to review");
        table(List.of("reason", "listings", "share"), report.reasons().entrySet().stream()
                .sorted(Map.Entry.<Reason.Code, Long>comparingByValue().reversed())
                .map(reason -> List.of("`" + reason.getKey() + "`", count(reason.getValue()),
                        percent((double) reason.getValue() / report.listings()))));
        paragraph("A listing may have several reasons.");
    }

    private void calibration() {
        paragraph("## How reliable a score is");
        paragraph("The calibration error is **%.4f**: the mean distance between the score of an emitted label and the "
                + "share of labels that are right at that score.", report.calibrationError());
        paragraph("![The share of right labels by score](%s)", ReportPlots.RELIABILITY);
    }

    private void weakestLabels() {
        paragraph("## The weakest labels");
        table(List.of("label", "listings", "emitted", "precision", "recall", "F1"), report.perLabel().stream()
                .filter(label -> label.actual() + label.predicted() > 0)
                .sorted(Comparator.comparingDouble(Report.LabelFigures::f1)
                        .thenComparing(Comparator.comparingInt(Report.LabelFigures::actual).reversed()))
                .limit(WEAKEST)
                .map(label -> List.of(label.label().replace("|", "\\|"), count(label.actual()),
                        count(label.predicted()), figure(label.precision()), figure(label.recall()),
                        figure(label.f1()))));
    }

    private void counted() {
        paragraph("## What was counted");
        table(List.of("", "count"), Stream.of(
                List.of("emitted labels", count(report.emittedLabels())),
                List.of("emitted labels without their parent, or scored above it", count(report.hierarchyViolations())),
                List.of("true labels that the bundle does not know (left out of F1)", count(report.labelsOutside())),
                List.of("listings whose main path the bundle does not know (left out of leaf accuracy)",
                        count(report.leafUnknown())),
                List.of("listings whose truth is unknown (left out)", count(report.withoutTruth())),
                List.of("lines that are not a listing (left out)", count(report.deadLetters()))));
        paragraph("[report.json](report.json) has all figures, also for each label.");
    }

    private void paragraph(String format, Object... details) {
        text.append(String.format(Locale.ROOT, format, details)).append("\n\n");
    }

    private void table(List<String> head, Stream<List<String>> lines) {
        row(head);
        row(IntStream.range(0, head.size()).mapToObj(column -> column == 0 ? "---" : "---:").toList());
        lines.forEach(this::row);
        text.append('\n');
    }

    private void row(List<String> cells) {
        text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String figure(Map<String, Double> figures, String row) {
        return figure(figures.getOrDefault(row, 0.0));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
