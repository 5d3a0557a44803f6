// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Rejects an ONNX graph that has weights outside its file, operators that are not standard, functions of its own, or training
 * information. ONNX Runtime opens any file that a graph names and runs any operator that it finds, so the check comes first.
 *
 * <p>
 * The check reads every field of {@code onnx.proto3} (ONNX IR specification) that can hold a tensor, a node or a graph, and skips
 * the others. Other readers skip a field that is not encoded as the specification says. This one rejects it, so that no other
 * reader can find a part of the graph that was not checked.
 */
final class GraphCheck {
    /** The domain of the standard operators, which has two names, and that of the classical models. */
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");
    /** The deepest nesting of graphs in nodes. Real graphs have one or two levels. */
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NAME = 80;

    private final Path file;
    private final byte[] onnx;

    private GraphCheck(Path file, byte[] onnx) {
        this.file = file;
        this.onnx = onnx;
    }

    /**
     * @param file
     *            the path of the graph, for messages
     * @throws BundleException
     *             if the graph is not ONNX, or depends on anything outside its file; the message names the file and the node
     */
    static void require(Path file, byte[] onnx) {
        GraphCheck check = new GraphCheck(file, onnx);
        // ONNX Runtime recognizes its own format by these bytes. It would then run another graph than the one checked here.
        if (onnx.length >= 8 && onnx[4] == 'O' && onnx[5] == 'R' && onnx[6] == 'T' && onnx[7] == 'M') {
            throw check.refused("is in ONNX Runtime's own format; a bundle holds ONNX");
        }
        try {
            check.model();
        } catch (IOException e) {
            throw new BundleException("%s is not an ONNX graph: export the bundle again".formatted(file), e);
        }
    }

    /** The place of a message in the file, in bytes. */
    private record Span(int from, int length) {}

    private interface Field {
        void read(int number, CodedInputStream in) throws IOException;
    }

    /** Visits each field of a message, unknown ones included. A field that {@code field} does not read is skipped. */
    private void each(Span message, Field field) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(onnx, message.from(), message.length());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int at = in.getTotalBytesRead();
            int wireType = WireFormat.getTagWireType(tag);
            if (wireType == WireFormat.WIRETYPE_START_GROUP || wireType == WireFormat.WIRETYPE_END_GROUP) {
                throw refused("holds a group, which ONNX does not have");
            }
            field.read(tag, in);
            if (in.getTotalBytesRead() == at) {
                in.skipField(tag);
            }
        }
    }

    /** Reads the place of a message or text in a field, and moves past it. */
    private Span span(Span within, int tag, CodedInputStream in) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw refused("has a field %d that is not encoded as ONNX specifies".formatted(number(tag)));
        }
        int length = in.readRawVarint32();
        int from = within.from() + in.getTotalBytesRead();
        in.skipRawBytes(length);
        return new Span(from, length);
    }

    private static int number(int tag) {
        return WireFormat.getTagFieldNumber(tag);
    }

    private void model() throws IOException {
        Span model = new Span(0, onnx.length);
        int[] graphs = new int[1];
        each(model, (tag, in) -> {
            switch (number(tag)) {
                case 7 -> {
                    graphs[0]++;
                    graph(span(model, tag, in), 1);
                }
                case 20 -> throw refused("holds training information, which serving does not run");
                case 25 -> throw refused("defines functions of its own; export it with operators only");
                default -> {
                }
            }
        });
        if (graphs[0] != 1) {
            throw refused("holds %d graphs where an ONNX file has one".formatted(graphs[0]));
        }
    }

    private void graph(Span graph, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw refused("nests graphs deeper than %d levels".formatted(MAX_DEPTH));
        }
        each(graph, (tag, in) -> {
            switch (number(tag)) {
                case 1 -> node(span(graph, tag, in), depth);
                case 5 -> tensor(span(graph, tag, in), "an initializer");
                case 15 -> sparseTensor(span(graph, tag, in), "an initializer");
                default -> {
                }
            }
        });
    }

    private void node(Span node, int depth) throws IOException {
        String[] named = {"", "", ""};
        each(node, (tag, in) -> {
            switch (number(tag)) {
                case 3 -> named[0] = text(node, tag, in);
                case 4 -> named[1] = text(node, tag, in);
                case 7 -> named[2] = text(node, tag, in);
                default -> {
                }
            }
        });
        String label = "the node '%s' (%s)".formatted(printable(named[0]), printable(named[1]));
        if (!DOMAINS.contains(named[2])) {
            throw refused("has an operator that is not standard ONNX: %s of the domain '%s'".formatted(label,
                    printable(named[2])));
        }
        each(node, (tag, in) -> {
            if (number(tag) == 5) {
                attribute(span(node, tag, in), label, depth);
            }
        });
    }

    private void attribute(Span attribute, String node, int depth) throws IOException {
        each(attribute, (tag, in) -> {
            switch (number(tag)) {
                case 5, 10 -> tensor(span(attribute, tag, in), node);
                case 6, 11 -> graph(span(attribute, tag, in), depth + 1);
                case 22, 23 -> sparseTensor(span(attribute, tag, in), node);
                default -> {
                }
            }
        });
    }

    private void sparseTensor(Span tensor, String where) throws IOException {
        each(tensor, (tag, in) -> {
            if (number(tag) == 1 || number(tag) == 2) {
                tensor(span(tensor, tag, in), where);
            }
        });
    }

    private void tensor(Span tensor, String where) throws IOException {
        String[] name = {""};
        boolean[] external = new boolean[1];
        each(tensor, (tag, in) -> {
            switch (number(tag)) {
                case 8 -> name[0] = text(tensor, tag, in);
                case 13 -> external[0] = true;
                // 0 means "in this file", as a missing field does.
                case 14 -> external[0] |= WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_VARINT
                        || in.readRawVarint64() != 0;
                default -> {
                }
            }
        });
        if (external[0]) {
            throw refused("keeps the tensor '%s' of %s in another file; export it with its weights inside"
                    .formatted(printable(name[0]), where));
        }
    }

    private String text(Span within, int tag, CodedInputStream in) throws IOException {
        Span text = span(within, tag, in);
        return new String(onnx, text.from(), text.length(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\p{Graph} ]", "?");
        return plain.length() <= MAX_NAME ? plain : plain.substring(0, MAX_NAME) + "...";
    }

    private BundleException refused(String why) {
        return new BundleException("%s %s: do not use this bundle, or export it again".formatted(file, why));
    }
}
