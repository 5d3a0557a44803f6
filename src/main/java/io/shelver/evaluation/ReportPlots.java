// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of a report. They need no screen, but a font, which a slim container may lack. */
final class ReportPlots {
    static final String F1 = "f1.png";
    static final String RELIABILITY = "reliability.png";
    static final String RISK = "risk-coverage.png";

    private static final int WIDTH_OF_A_ROW = 96;

    private final Path folder;

    ReportPlots(Path folder) {
        this.folder = folder;
    }

    /** @throws IOException if a plot cannot be written, or the JVM has no fonts for the labels */
    void draw(Report report) throws IOException {
        Charts.requireFonts();
        Charts.save(f1ByRow(report), folder.resolve(F1));
        Charts.save(reliability(report), folder.resolve(RELIABILITY));
        Charts.save(riskByCoverage(report), folder.resolve(RISK));
    }

    private static CategoryChart f1ByRow(Report report) {
        int width = Math.max(Charts.WIDTH, WIDTH_OF_A_ROW * report.microF1().size());
        CategoryChart chart = new CategoryChartBuilder().width(width).height(Charts.HEIGHT)
                .title("Each modality alone, and together").build();
        Charts.style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.8).setLabelsVisible(true).setLabelsPosition(0.94)
                .setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10)).setLabelsFontColor(Color.WHITE);
        // Bars and the axis share one pattern: 0.734 on a bar, 0.7 on the axis.
        chart.getStyler().setDecimalPattern("0.0##");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setXAxisLabelRotation(30);
        bars(chart, "micro-F1", report.microF1(), Charts.BLUE);
        bars(chart, "leaf accuracy", report.leafAccuracy(), Charts.ORANGE);
        return chart;
    }

    private static void bars(CategoryChart chart, String name, Map<String, Double> figures, Color color) {
        chart.addSeries(name, new ArrayList<>(figures.keySet()), new ArrayList<>(figures.values())).setFillColor(color);
    }

    private static XYChart reliability(Report report) {
        XYChart chart = new XYChartBuilder().width(Charts.HEIGHT).height(Charts.HEIGHT)
                .title("How reliable a score is").xAxisTitle("mean score of emitted labels")
                .yAxisTitle("share of right labels").build();
        Charts.style(chart.getStyler());
        double least = report.reliability().stream()
                .mapToDouble(bin -> Math.min(bin.meanScore(), bin.shareRight())).min().orElse(0);
        double low = Math.min(0.9, Math.floor(least * 10) / 10);
        chart.getStyler().setXAxisMin(low).setXAxisMax(1.0).setYAxisMin(low).setYAxisMax(1.0);
        Charts.line(chart, "perfectly reliable", List.of(low, 1.0), List.of(low, 1.0), Charts.GREY, true);
        if (!report.reliability().isEmpty()) {
            Charts.line(chart, "measured, 15 bins of equal mass",
                    report.reliability().stream().map(Report.Bin::meanScore).toList(),
                    report.reliability().stream().map(Report.Bin::shareRight).toList(), Charts.BLUE, false)
                    .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Charts.BLUE);
        }
        return chart;
    }

    private static XYChart riskByCoverage(Report report) {
        XYChart chart = new XYChartBuilder().width(Charts.WIDTH).height(Charts.HEIGHT)
                .title("What accepting more listings costs")
                .xAxisTitle("share of listings accepted, the most confident first, %")
                .yAxisTitle("share of these with a wrong or missing label, %").build();
        Charts.style(chart.getStyler());
        double worst = report.riskByCoverage().stream().mapToDouble(Report.Risk::error).max().orElse(0);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(100.0).setYAxisMin(0.0)
                .setYAxisMax(Math.max(1, 100 * Math.max(worst, report.auto().error())));
        if (!report.riskByCoverage().isEmpty()) {
            Charts.line(chart, "by confidence alone",
                    report.riskByCoverage().stream().map(risk -> 100 * risk.coverage()).toList(),
                    report.riskByCoverage().stream().map(risk -> 100 * risk.error()).toList(), Charts.BLUE, false);
        }
        XYSeries accepted = Charts.line(chart, "as decided", List.of(100 * report.auto().coverage()),
                List.of(100 * report.auto().error()), Charts.ORANGE, false);
        accepted.setMarker(SeriesMarkers.DIAMOND).setMarkerColor(Charts.ORANGE).setLineStyle(new BasicStroke(0));
        return chart;
    }
}
