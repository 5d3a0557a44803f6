// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.http.TopologyGraph.Node;
import io.shelver.http.TopologyLayout.Line;
import io.shelver.http.TopologyLayout.Place;
import java.util.List;
import java.util.Locale;

/** Draws a topology as SVG. */
final class TopologyDrawing {
    private static final int MARGIN = 16;
    private static final int STORE = 22;

    private final TopologyGraph graph;
    private final TopologyLayout layout;
    private final StringBuilder svg = new StringBuilder();

    private TopologyDrawing(TopologyGraph graph) {
        this.graph = graph;
        this.layout = TopologyLayout.of(graph);
    }

    static String of(String description) {
        return new TopologyDrawing(TopologyGraph.parse(description)).draw();
    }

    private String draw() {
        append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%d %d %d %d\" role=\"img\" aria-label=\"The topology\">",
                -MARGIN, -MARGIN, layout.width() + 2 * MARGIN, layout.height() + 2 * MARGIN);
        append("<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
                + "orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>");
        layout.lines().forEach(this::draw);
        for (int node = 0; node < graph.nodes().size(); node++) {
            draw(graph.nodes().get(node), layout.place(node));
        }
        return svg.append("</svg>").toString();
    }

    private void draw(Line line) {
        List<Place> stops = line.stops();
        append("<path class=\"line\" marker-end=\"url(#arrow)\" d=\"M%d %d", stops.getFirst().right(),
                middle(stops.getFirst()));
        for (int stop = 1; stop < stops.size(); stop++) {
            Place from = stops.get(stop - 1);
            Place to = stops.get(stop);
            int half = (from.right() + to.x()) / 2;
            append("C%d %d %d %d %d %d", half, middle(from), half, middle(to), to.x(), middle(to));
            if (stop < stops.size() - 1) {
                append("H%d", to.right());
            }
        }
        append("\"/>");
    }

    private void draw(Node node, Place at) {
        String kind = node.kind().name().toLowerCase(Locale.ROOT);
        append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>", kind, at.x(), at.y(),
                at.width(),
                TopologyLayout.BOX, node.kind() == TopologyGraph.Kind.TOPIC ? TopologyLayout.BOX / 2 : 6);
        label("kind", kind, at, at.y() + 16);
        label("name", node.name(), at, at.y() + 34);
        if (!node.stores().isEmpty()) {
            int top = at.y() + TopologyLayout.BOX;
            append("<path class=\"store\" d=\"M%d %dv%da%d 5 0 0 0 %d 0v%d\"/>", at.x() + 10, top, STORE - 6,
                    at.width() / 2 - 10,
                    at.width() / 2 * 2 - 20, 6 - STORE);
            label("stores", String.join(", ", node.stores()), at, top + 15);
        }
    }

    private void label(String style, String text, Place at, int y) {
        append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", style, at.x() + at.width() / 2, y, Page.escaped(text));
    }

    private static int middle(Place place) {
        return place.y() + TopologyLayout.BOX / 2;
    }

    private void append(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
