// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.http.TopologyGraph.Edge;
import io.shelver.http.TopologyGraph.Kind;
import io.shelver.http.TopologyGraph.Node;
import io.shelver.http.TopologyLayout.Place;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopologyDrawingTest {
    private final TopologyGraph graph = TopologyGraph.parse(Caller.TOPOLOGY);
    private final TopologyLayout layout = TopologyLayout.of(graph);

    @Test
    void everyNodeTopicStoreAndEdgeIsRead() {
        assertThat(graph.nodes()).extracting(Node::kind).containsOnlyOnce(Kind.SOURCE).filteredOn(Kind.TOPIC::equals)
                .hasSize(3);
        assertThat(graph.nodes()).contains(new Node(Kind.PROCESSOR, "micro-batch", 0, List.of("slots")));
        assertThat(graph.edges()).contains(edge("admit", "dead-letters"), edge("micro-batch", "dead-letters"),
                edge("product-uploads", "uploads")).hasSize(8);
    }

    private Edge edge(String from, String to) {
        return new Edge(index(from), index(to));
    }

    private int index(String name) {
        return IntStream.range(0, graph.nodes().size()).filter(node -> graph.nodes().get(node).name().equals(name))
                .findFirst().orElseThrow();
    }

    @Test
    void everyEdgeLeadsToTheRight() {
        assertThat(graph.edges()).allSatisfy(edge -> assertThat(layout.place(edge.from()).right())
                .isLessThan(layout.place(edge.to()).x()));
    }

    @Test
    void noBoxLiesOnAnotherAndEveryNameFits() {
        List<Place> places = IntStream.range(0, graph.nodes().size()).mapToObj(layout::place).toList();

        assertThat(places).doesNotHaveDuplicates().allSatisfy(place -> {
            assertThat(place.right()).isLessThanOrEqualTo(layout.width());
            assertThat(places).filteredOn(other -> other != place && other.x() == place.x())
                    .allMatch(other -> Math.abs(other.y() - place.y()) >= TopologyLayout.ROW);
        });
        IntStream.range(0, places.size()).forEach(node -> assertThat(places.get(node).width())
                .isGreaterThanOrEqualTo(8 * graph.nodes().get(node).name().length()));
    }

    @Test
    void aLineKeepsAwayFromTheBoxesItPasses() {
        Place passed = layout.place(index("micro-batch"));

        assertThat(layout.lines()).filteredOn(line -> line.stops().size() > 2).hasSize(1)
                .allSatisfy(line -> assertThat(line.stops().get(1)).satisfies(stop -> {
                    assertThat(stop.x()).isEqualTo(passed.x());
                    assertThat(Math.abs(stop.y() - passed.y())).isGreaterThanOrEqualTo(TopologyLayout.ROW);
                }));
    }

    @Test
    void namesAreWrittenAsTextAndNotAsMarkup() {
        String drawing = TopologyDrawing
                .of("   Sub-topology: 0\n    Source: <b>&\"x (topics: [<i>])\n      --> none\n");

        assertThat(drawing).contains("&lt;b&gt;&amp;&quot;x", "&lt;i&gt;").doesNotContain("<b>", "<i>");
    }
}
