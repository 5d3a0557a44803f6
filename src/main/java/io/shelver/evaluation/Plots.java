// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of a report. Needs no screen, though a font: a slim container may lack one. */
final class Plots {
    static final String F1 = "f1.png";
    static final String RELIABILITY = "reliability.png";
    static final String RISK = "risk-coverage.png";

    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int WIDTH_OF_A_ROW = 96;
    private static final int TWICE_AS_SHARP_DPI = 144;
    private static final Color BLUE = new Color(0x1F6FB2);
    private static final Color ORANGE = new Color(0xE58E26);
    private static final Color GREY = new Color(0x9AA5B1);

    private final Path folder;

    Plots(Path folder) {
        this.folder = folder;
    }

    /** @throws IOException where there are no fonts to letter them with, too */
    void draw(Report report) throws IOException {
        requireFonts();
        save(f1ByRow(report), F1);
        save(reliability(report), RELIABILITY);
        save(riskByCoverage(report), RISK);
    }

    /** The JVM says so by a RuntimeException without fonts, by an Error without the library that reads them. */
    private static void requireFonts() throws IOException {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12).getLineMetrics("x", new FontRenderContext(null, true, true));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException(
                    "the report is written without its plots, since the JVM finds no fonts: install fontconfig and a font",
                    e);
        }
    }

    private static CategoryChart f1ByRow(Report report) {
        int width = Math.max(WIDTH, WIDTH_OF_A_ROW * report.microF1().size());
        CategoryChart chart = new CategoryChartBuilder().width(width).height(HEIGHT)
                .title("Each modality alone, and together").build();
        style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.8).setLabelsVisible(true).setLabelsPosition(0.94)
                .setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10)).setLabelsFontColor(Color.WHITE);
        // Bars and the axis share one pattern: 0.734 on a bar, 0.7 beside the axis.
        chart.getStyler().setDecimalPattern("0.0##");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setXAxisLabelRotation(30);
        bars(chart, "micro-F1", report.microF1(), BLUE);
        bars(chart, "leaf accuracy", report.leafAccuracy(), ORANGE);
        return chart;
    }

    private static void bars(CategoryChart chart, String name, Map<String, Double> figures, Color color) {
        chart.addSeries(name, new ArrayList<>(figures.keySet()), new ArrayList<>(figures.values())).setFillColor(color);
    }

    private static XYChart reliability(Report report) {
        XYChart chart = new XYChartBuilder().width(HEIGHT).height(HEIGHT)
                .title("What a score is worth").xAxisTitle("mean score of emitted labels")
                .yAxisTitle("share of them that is right").build();
        style(chart.getStyler());
        double least = report.reliability().stream()
                .mapToDouble(bin -> Math.min(bin.meanScore(), bin.shareRight())).min().orElse(0);
        double low = Math.min(0.9, Math.floor(least * 10) / 10);
        chart.getStyler().setXAxisMin(low).setXAxisMax(1.0).setYAxisMin(low).setYAxisMax(1.0);
        line(chart, "as promised", List.of(low, 1.0), List.of(low, 1.0), GREY, true);
        if (!report.reliability().isEmpty()) {
            line(chart, "measured, 15 parts of equal mass",
                    report.reliability().stream().map(Report.Bin::meanScore).toList(),
                    report.reliability().stream().map(Report.Bin::shareRight).toList(), BLUE, false)
                    .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(BLUE);
        }
        return chart;
    }

    private static XYChart riskByCoverage(Report report) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
                .title("What accepting more listings costs")
                .xAxisTitle("share of listings accepted, the most confident first, %")
                .yAxisTitle("share of these with a wrong or missing label, %").build();
        style(chart.getStyler());
        double worst = report.riskByCoverage().stream().mapToDouble(Report.Risk::error).max().orElse(0);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(100.0).setYAxisMin(0.0)
                .setYAxisMax(Math.max(1, 100 * Math.max(worst, report.auto().error())));
        if (!report.riskByCoverage().isEmpty()) {
            line(chart, "by confidence alone",
                    report.riskByCoverage().stream().map(risk -> 100 * risk.coverage()).toList(),
                    report.riskByCoverage().stream().map(risk -> 100 * risk.error()).toList(), BLUE, false);
        }
        XYSeries accepted = line(chart, "as decided", List.of(100 * report.auto().coverage()),
                List.of(100 * report.auto().error()), ORANGE, false);
        accepted.setMarker(SeriesMarkers.DIAMOND).setMarkerColor(ORANGE).setLineStyle(new BasicStroke(0));
        return chart;
    }

    private static XYSeries line(XYChart chart, String name, List<Double> x, List<Double> y, Color color,
            boolean isDashed) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(isDashed
                ? new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[]{6, 5}, 0)
                : new BasicStroke(2));
        return series;
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE).setPlotBorderVisible(false)
                .setLegendBorderColor(Color.WHITE).setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setPlotGridLinesColor(new Color(0xE3E8ED));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setMarkerSize(8);
    }

    private void save(Chart<?, ?> chart, String name) throws IOException {
        BitmapEncoder.saveBitmapWithDPI(chart, folder.resolve(name).toString(), BitmapFormat.PNG, TWICE_AS_SHARP_DPI);
    }
}
