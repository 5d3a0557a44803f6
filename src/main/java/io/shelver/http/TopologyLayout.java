// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.http.TopologyGraph.Edge;
import io.shelver.http.TopologyGraph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The places of a topology's nodes, in columns from left to right. Each node is to the right of all that lead to it. An edge that
 * passes a column keeps a row of it free, so that no line runs through a box.
 */
final class TopologyLayout {
    static final int ROW = 92;
    static final int BOX = 44;
    private static final int CHARACTER = 8;
    private static final int PADDING = 28;
    private static final int GAP = 72;

    /** The place of a box, or of a line that passes a column: then {@code width} is the column's, and no box is drawn. */
    record Place(int x, int y, int width) {
        int right() {
            return x + width;
        }
    }

    /** @param stops the places that a line joins, from left to right */
    record Line(List<Place> stops) {}

    private final TopologyGraph graph;
    private final List<List<Integer>> columns = new ArrayList<>();
    private final Map<Integer, List<Integer>> before = new HashMap<>();
    private final List<List<Integer>> lines = new ArrayList<>();
    private final Map<Integer, Place> places = new HashMap<>();
    private int width;
    private int height;

    private TopologyLayout(TopologyGraph graph) {
        this.graph = graph;
    }

    static TopologyLayout of(TopologyGraph graph) {
        TopologyLayout layout = new TopologyLayout(graph);
        int[] depth = layout.depths();
        layout.fillColumns(depth);
        layout.joinColumns(depth);
        layout.order();
        layout.place();
        return layout;
    }

    private int[] depths() {
        int[] depth = new int[graph.nodes().size()];
        // One round for each node is enough for any graph without a cycle, and a topology has none.
        for (int round = 0; round < depth.length; round++) {
            for (Edge edge : graph.edges()) {
                depth[edge.to()] = Math.max(depth[edge.to()], Math.min(depth[edge.from()] + 1, depth.length - 1));
            }
        }
        return depth;
    }

    private void fillColumns(int[] depth) {
        int deepest = IntStream.of(depth).max().orElse(0);
        IntStream.rangeClosed(0, deepest).forEach(column -> columns.add(new ArrayList<>()));
        for (int node = 0; node < depth.length; node++) {
            columns.get(depth[node]).add(node);
        }
    }

    private void joinColumns(int[] depth) {
        int next = graph.nodes().size();
        for (Edge edge : graph.edges()) {
            List<Integer> stops = new ArrayList<>(List.of(edge.from()));
            for (int column = depth[edge.from()] + 1; column < depth[edge.to()]; column++) {
                columns.get(column).add(next);
                stops.add(next++);
            }
            stops.add(edge.to());
            for (int stop = 1; stop < stops.size(); stop++) {
                before.computeIfAbsent(stops.get(stop), node -> new ArrayList<>()).add(stops.get(stop - 1));
            }
            lines.add(stops);
        }
    }

    /** Sorts each column so that nodes are near the middle of those that lead to them. */
    private void order() {
        Map<Integer, Double> rank = new HashMap<>();
        for (List<Integer> column : columns) {
            Map<Integer, Double> wanted = new HashMap<>();
            column.forEach(node -> wanted.put(node, before.getOrDefault(node, List.of()).stream()
                    .mapToDouble(rank::get).average().orElseGet(() -> graph.nodes().get(node).group())));
            column.sort(Comparator.comparingDouble(wanted::get));
            IntStream.range(0, column.size())
                    .forEach(row -> rank.put(column.get(row), (row + 0.5) / column.size()));
        }
    }

    private void place() {
        int rows = columns.stream().mapToInt(List::size).max().orElse(1);
        height = rows * ROW;
        int x = 0;
        for (List<Integer> column : columns) {
            int boxWidth = column.stream().mapToInt(this::boxWidth).max().orElse(0);
            int top = (height - column.size() * ROW) / 2;
            for (int row = 0; row < column.size(); row++) {
                places.put(column.get(row), new Place(x, top + row * ROW + (ROW - BOX) / 2, boxWidth));
            }
            x += boxWidth + GAP;
        }
        width = x - GAP;
    }

    private int boxWidth(int node) {
        if (node >= graph.nodes().size()) {
            return 0;
        }
        Node named = graph.nodes().get(node);
        int longest = Math.max(named.name().length(), String.join(", ", named.stores()).length());
        return Math.max(10, longest) * CHARACTER + PADDING;
    }

    Place place(int node) {
        return places.getOrDefault(node, new Place(0, 0, 0));
    }

    List<Line> lines() {
        return lines.stream().map(stops -> new Line(stops.stream().map(this::place).toList())).toList();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
