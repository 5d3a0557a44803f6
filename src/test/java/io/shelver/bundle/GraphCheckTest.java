// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import static io.shelver.testing.OnnxMessages.attribute;
import static io.shelver.testing.OnnxMessages.externalTensor;
import static io.shelver.testing.OnnxMessages.graph;
import static io.shelver.testing.OnnxMessages.model;
import static io.shelver.testing.OnnxMessages.node;
import static io.shelver.testing.OnnxMessages.sparse;
import static io.shelver.testing.OnnxMessages.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.WireFormat;
import io.shelver.testing.FixtureBundle;
import io.shelver.testing.ProtobufMessage;
import io.shelver.testing.TinyBundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that refer to other files, or use operators that are not standard. */
class GraphCheckTest {
    private static final Path FILE = Path.of("title.onnx");
    private static final ProtobufMessage ELSEWHERE = externalTensor("w", "../secret.bin");
    private static final String IN_ANOTHER_FILE = "keeps the tensor 'w' of the node 'n' (Constant) in another file";

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileGraphs")
    void aHostileGraphIsRefused(String what, ProtobufMessage model, String message) {
        assertThatThrownBy(() -> GraphCheck.require(FILE, model.encoded())).isInstanceOf(BundleException.class)
                .hasMessageStartingWith("title.onnx ").hasMessageContaining(message);
    }

    static Stream<Arguments> hostileGraphs() {
        ProtobufMessage standard = model(graph());
        return Stream.of(
                arguments("an initializer in another file", model(graph().message(5, ELSEWHERE)),
                        "keeps the tensor 'w' of an initializer in another file"),
                arguments("one that only says so", model(graph().message(5, tensor("w").number(14, 1))),
                        "in another file"),
                arguments("one that only names the file",
                        model(graph().message(5, tensor("w").message(13, new ProtobufMessage()))), "in another file"),
                arguments("one in memory", model(graph().message(5, externalTensor("w", "*/_ORT_MEM_ADDR_/*"))),
                        "in another file"),
                arguments("the place as a list", model(graph().message(5, tensor("w").bytes(14, new byte[]{1}))),
                        "in another file"),
                arguments("a sparse initializer", model(graph().message(15, sparse(ELSEWHERE))), "in another file"),
                arguments("the indices of one",
                        model(graph().message(15, new ProtobufMessage().message(2, ELSEWHERE))), "in another file"),
                arguments("a tensor of a node", constant(5, ELSEWHERE), IN_ANOTHER_FILE),
                arguments("the second tensor of a node",
                        model(graph().message(1, named("Constant").message(5, new ProtobufMessage().text(1, "values")
                                .message(10, tensor("v")).message(10, ELSEWHERE)))),
                        IN_ANOTHER_FILE),
                arguments("a sparse tensor of a node", constant(22, sparse(ELSEWHERE)), IN_ANOTHER_FILE),
                arguments("a list of sparse tensors", constant(23, sparse(ELSEWHERE)), IN_ANOTHER_FILE),
                arguments("a branch", inside(6, graph().message(5, ELSEWHERE)), "in another file"),
                arguments("a list of branches", inside(11, graph().message(5, ELSEWHERE)), "in another file"),
                arguments("a branch of a branch",
                        inside(6, graph().message(1,
                                named("If").message(5, attribute("else_branch", 6, graph().message(5, ELSEWHERE))))),
                        "in another file"),
                arguments("an operator of a stranger", model(graph().message(1, node("Run", "evil", "a", "b"))),
                        "the node 'n' (Run) of the domain 'evil'"),
                arguments("an operator that reads compiled graphs",
                        model(graph().message(1, node("EPContext", "com.microsoft", "a", "b"))),
                        "(EPContext) of the domain 'com.microsoft'"),
                arguments("a domain in capitals", model(graph().message(1, node("Relu", "AI.ONNX", "a", "b"))),
                        "'AI.ONNX'"),
                arguments("a domain with a blank", model(graph().message(1, node("Relu", "ai.onnx ", "a", "b"))),
                        "'ai.onnx '"),
                arguments("the last of two domains counts",
                        model(graph().message(1, node("Relu", "", "a", "b").text(7, "evil"))), "'evil'"),
                arguments("a name that would break a log",
                        model(graph().message(1, node("Run", "evil\u001b[31m\n" + "x".repeat(500), "a", "b"))),
                        "'evil?[31m?" + "x".repeat(70) + "...'"),
                arguments("an operator of a stranger in a branch",
                        inside(6, graph().message(1, node("Run", "evil", "a", "b"))), "of the domain 'evil'"),
                arguments("functions", model(graph()).message(25, new ProtobufMessage().text(1, "f")),
                        "functions of its own"),
                arguments("training", model(graph()).message(20, new ProtobufMessage()), "training information"),
                arguments("two graphs, which readers join", standard.message(7, graph()), "holds 2 graphs"),
                arguments("no graph", new ProtobufMessage().number(1, 8), "holds 0 graphs"),
                arguments("a graph that is a number", model(graph()).number(7, 1), "not encoded as ONNX specifies"),
                arguments("a node that is a number", model(graph().number(1, 1)), "not encoded as ONNX specifies"),
                arguments("a group", model(graph()).tag(99, WireFormat.WIRETYPE_START_GROUP), "holds a group"),
                arguments("graphs without end", nested(40), "nests graphs deeper than 16"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15})
    void graphsWithinNodesAreNoHarm(int levels) {
        assertThatCode(() -> GraphCheck.require(FILE, nested(levels).encoded())).doesNotThrowAnyException();
    }

    @Test
    void whatIsNoGraphAtAllIsRefused() {
        byte[] graph = model(graph()).encoded();
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        byte[] tooLong = model(graph()).tag(7, WireFormat.WIRETYPE_LENGTH_DELIMITED).encoded();

        for (byte[] hostile : new byte[][]{new byte[0], noise, Arrays.copyOf(graph, graph.length - 1), tooLong,
                Arrays.copyOf(tooLong, tooLong.length + 1), new byte[]{0x3a, -1, -1, -1, -1, 0x0f},
                new byte[1 << 20]}) {
            assertThatThrownBy(() -> GraphCheck.require(FILE, hostile)).isInstanceOf(BundleException.class);
        }
    }

    @Test
    void aGraphInTheRuntimesOwnFormatIsRefused() {
        byte[] hostile = "\u0018\0\0\0ORTM\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> GraphCheck.require(FILE, hostile)).isInstanceOf(BundleException.class)
                .hasMessageContaining("ONNX Runtime's own format");
    }

    @Test
    void aBundleWithSuchAGraphIsRefusedThoughItsChecksumsAgree(@TempDir Path folder) throws Exception {
        TinyBundle.copyTo(folder);
        TinyBundle.replace(folder, "fusion.linear.onnx", constant(5, ELSEWHERE).encoded());

        assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class)
                .hasMessageContaining(folder.resolve("fusion.linear.onnx").toString())
                .hasMessageContaining(IN_ANOTHER_FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/bundles/fashion", "models/bundles/tiny"})
    void theCommittedBundlesStandForThemselves(Path bundle) {
        assertThat(Bundle.open(bundle).modalities()).isNotEmpty();
    }

    @Test
    void theBundlesOfTheTestsStandForThemselves() {
        assertThat(Bundle.open(FixtureBundle.EARLY).modalities()).isNotEmpty();
        assertThat(Bundle.open(FixtureBundle.SINGLE).modalities()).isNotEmpty();
    }

    private static ProtobufMessage named(String operator) {
        return node(operator, "", "a", "b");
    }

    private static ProtobufMessage constant(int field, ProtobufMessage value) {
        return model(graph().message(1, named("Constant").message(5, attribute("value", field, value))));
    }

    private static ProtobufMessage inside(int field, ProtobufMessage branch) {
        return model(graph().message(1, named("If").message(5, attribute("then_branch", field, branch))));
    }

    /** @param levels the number of graphs that are nested in the first */
    private static ProtobufMessage nested(int levels) {
        ProtobufMessage inner = graph();
        for (int level = 0; level < levels; level++) {
            inner = graph().message(1, named("If").message(5, attribute("then_branch", 6, inner)));
        }
        return model(inner);
    }
}
