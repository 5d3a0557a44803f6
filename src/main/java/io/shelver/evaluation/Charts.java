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

/**
 * Draws charts in the project's style as PNG files. They need no screen, but a font, which a slim container may lack.
 */
public final class Charts {
    static final int WIDTH = 960;
    static final int HEIGHT = 540;
    static final Color BLUE = new Color(0x1F6FB2);
    static final Color ORANGE = new Color(0xE58E26);
    static final Color GREY = new Color(0x9AA5B1);
    private static final int TWICE_AS_SHARP_DPI = 144;
    private static final List<Color> IN_TURN = List.of(BLUE, ORANGE, GREY);

    private final Path folder;

    /** @throws IOException if the JVM has no fonts for the labels */
    public Charts(Path folder) throws IOException {
        requireFonts();
        this.folder = folder;
    }

    /**
     * Figures of one kind at several places, in the order of the places.
     *
     * @param at
     *            the places on the horizontal axis
     * @param figures
     *            as many figures as places
     */
    public record Series(String name, List<Double> at, List<Double> figures) {
        public Series {
            at = List.copyOf(at);
            figures = List.copyOf(figures);
        }
    }

    /** Draws a bar for each figure, under its name. */
    public void bars(String file, String title, String unit, Map<String, Double> figures) throws IOException {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(unit)
                .build();
        style(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.7).setLabelsVisible(true).setDecimalPattern("0.0##");
        chart.getStyler().setXAxisLabelRotation(30).setYAxisMin(0.0);
        chart.addSeries(title, new ArrayList<>(figures.keySet()), new ArrayList<>(figures.values()))
                .setFillColor(BLUE);
        save(chart, folder.resolve(file));
    }

    /** Draws a line for each series, at most three, with a mark at each figure. */
    public void lines(String file, String title, String across, String up, List<Series> series) throws IOException {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(across)
                .yAxisTitle(up).build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        for (int i = 0; i < series.size(); i++) {
            Color color = IN_TURN.get(i % IN_TURN.size());
            line(chart, series.get(i).name(), series.get(i).at(), series.get(i).figures(), color, false)
                    .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
        }
        save(chart, folder.resolve(file));
    }

    /** Without fonts the JVM throws a RuntimeException, without the library that reads them an Error. */
    static void requireFonts() throws IOException {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12).getLineMetrics("x", new FontRenderContext(null, true, true));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException(
                    "the report is written without its plots, because the JVM finds no fonts: install fontconfig and a font",
                    e);
        }
    }

    static XYSeries line(XYChart chart, String name, List<Double> x, List<Double> y, Color color,
            boolean isDashed) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(isDashed
                ? new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[]{6, 5}, 0)
                : new BasicStroke(2));
        return series;
    }

    static void style(AxesChartStyler styler) {
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

    static void save(Chart<?, ?> chart, Path file) throws IOException {
        BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapFormat.PNG, TWICE_AS_SHARP_DPI);
    }
}
