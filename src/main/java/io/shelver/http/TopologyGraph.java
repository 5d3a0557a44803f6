// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The graph of a topology, parsed from its description by Kafka Streams.
 *
 * @param nodes
 *            the nodes, each source before those that follow it; a topic that is read and written has two nodes
 * @param edges
 *            the edges, as indices of nodes
 */
record TopologyGraph(List<Node> nodes, List<Edge> edges) {
    private static final Pattern SUB_TOPOLOGY = Pattern.compile("\\s*Sub-topology: (\\d+).*");
    private static final Pattern NODE = Pattern.compile(
            "\\s*(Source|Processor|Sink):\\s+(\\S+) \\((topics?|stores|extractor class)?:? ?(.*)\\)");
    private static final Pattern LEADS_TO = Pattern.compile("\\s*--> (.*)");

    enum Kind {
        TOPIC,
        SOURCE,
        PROCESSOR,
        SINK
    }

    /**
     * @param group
     *            the number of the sub-topology, from 0
     * @param stores
     *            the names of a processor's state stores; empty for other nodes
     */
    record Node(Kind kind, String name, int group, List<String> stores) {}

    record Edge(int from, int to) {}

    static TopologyGraph parse(String description) {
        Reader reader = new Reader();
        description.lines().forEach(reader::line);
        return reader.graph();
    }

    private static final class Reader {
        private final List<Node> nodes = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final Map<Integer, List<String>> successors = new LinkedHashMap<>();
        private final Map<String, Integer> indices = new HashMap<>();
        private int group;
        private int last;

        void line(String line) {
            Matcher subTopology = SUB_TOPOLOGY.matcher(line);
            if (subTopology.matches()) {
                group = Integer.parseInt(subTopology.group(1));
                return;
            }
            Matcher node = NODE.matcher(line);
            if (node.matches()) {
                node(node.group(1), node.group(2), names(node.group(4)));
                return;
            }
            Matcher leadsTo = LEADS_TO.matcher(line);
            if (leadsTo.matches() && !leadsTo.group(1).equals("none")) {
                successors.put(last, names(leadsTo.group(1)));
            }
        }

        private void node(String kind, String name, List<String> named) {
            switch (kind) {
                case "Source" -> {
                    last = add(new Node(Kind.SOURCE, name, group, List.of()));
                    named.forEach(topic -> edges.add(new Edge(add(topic(topic)), last)));
                }
                case "Processor" -> last = add(new Node(Kind.PROCESSOR, name, group, named));
                default -> {
                    last = add(new Node(Kind.SINK, name, group, List.of()));
                    named.forEach(topic -> edges.add(new Edge(last, add(topic(topic)))));
                }
            }
        }

        private Node topic(String name) {
            return new Node(Kind.TOPIC, name, group, List.of());
        }

        private int add(Node node) {
            nodes.add(node);
            if (node.kind() != Kind.TOPIC) {
                indices.put(node.name(), nodes.size() - 1);
            }
            return nodes.size() - 1;
        }

        private static List<String> names(String list) {
            return Arrays.stream(list.replaceAll("[\\[\\]]", "").split(",")).map(String::strip)
                    .filter(name -> !name.isEmpty()).toList();
        }

        TopologyGraph graph() {
            successors.forEach((from, names) -> names.forEach(name -> {
                if (indices.containsKey(name)) {
                    edges.add(new Edge(from, indices.get(name)));
                }
            }));
            return new TopologyGraph(List.copyOf(nodes), List.copyOf(edges));
        }
    }
}
