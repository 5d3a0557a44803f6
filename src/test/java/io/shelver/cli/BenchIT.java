// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shelver.testing.FixtureBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code bench} on a few samples: its figures agree with one another. How large they are is not tested. */
@Timeout(180)
class BenchIT {
    private static final String SAMPLES = "src/main/resources/samples/";
    private static final int LISTINGS = 24;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theLineOfJsonHoldsFiguresThatAgree() throws IOException {
        int status = run("bench", "--json", "--seconds", "1", "--listings", someSamples().toString(), "--images",
                SAMPLES + "images", "--measure", "limit,latency,guarantees,lone,memory", "--memory-listings", "400",
                "--memory-pictures", "40", "--report", folder.resolve("report").toString());

        assertThat(status).as(err.toString()).isZero();
        JsonNode json = JsonMapper.builder().build().readTree(out.toString().lines().toList().getLast());
        assertThat(json.get("listings").asInt()).isEqualTo(LISTINGS);
        assertThat(List.of("pipeline_per_s", "limit_per_s", "ratio", "work_ratio", "p50_ms", "p99_ms",
                "exhaustive_per_s", "cores", "heap_bytes")).allSatisfy(
                        name -> assertThat(json.get(name).asDouble())
                                .as(name).isPositive());
        assertThat(json.get("ratio").asDouble())
                .isCloseTo(json.get("pipeline_per_s").asDouble() / json.get("limit_per_s").asDouble(), within(1e-3));
        assertThat(json.get("exhaustive_per_s")).isEqualTo(json.get("pipeline_per_s"));
        assertThat(sum(json.get("stages"))).isCloseTo(json.get("cpu_ms").asDouble(), within(0.5));
        assertThat(json.get("p99_ms").asDouble()).isGreaterThanOrEqualTo(json.get("p50_ms").asDouble());
        assertThat(json.get("latency").properties()).extracting(Map.Entry::getKey).containsExactly("10%", "50%", "80%");
        assertThat(json.get("limit").properties()).extracting(Map.Entry::getKey)
                .contains("run.fusion", "tokenise", "broker");
        assertThat(1_000 / json.get("limit_per_s").asDouble())
                .isCloseTo(sum(json.get("limit"), "cpu_ms") / json.get("cores").asInt(), within(1e-3));
        JsonNode guarantees = json.get("guarantees");
        assertThat(guarantees.get("of_plain").asDouble()).isCloseTo(
                guarantees.get("exactly_once_per_s").asDouble() / guarantees.get("plain_per_s").asDouble(),
                within(1e-3));
        assertThat(json.get("lone").get("bound_ms").asDouble()).isGreaterThan(20 + 20 + 100);
        assertThat(json.get("lone").get("max_ms").asDouble())
                .isGreaterThanOrEqualTo(json.get("lone").get("p50_ms").asDouble());
        assertThat(json.get("memory").get("texts").get("samples")).hasSize(10)
                .allSatisfy(sample -> assertThat(sample.get("heap_mb").asDouble()).isPositive());
        assertThat(json.get("memory").get("pictures").get("samples").get(9).get("listings").asInt()).isEqualTo(40);
        assertThat(folder.resolve("report")).isDirectoryContaining("glob:**/bench.json")
                .isDirectoryContaining("glob:**/stages.png").isDirectoryContaining("glob:**/latency.png")
                .isDirectoryContaining("glob:**/memory-texts.png");
    }

    @Test
    void aMeasurementThatIsUnknownIsRefused() {
        int status = run("bench", "--measure", "limit,speed");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--measure knows limit, latency").contains("not 'speed'");
    }

    private static double sum(JsonNode figures) {
        return StreamSupport.stream(figures.spliterator(), false).mapToDouble(JsonNode::asDouble).sum();
    }

    private static double sum(JsonNode parts, String figure) {
        return StreamSupport.stream(parts.spliterator(), false).mapToDouble(part -> part.get(figure).asDouble()).sum();
    }

    private Path someSamples() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(SAMPLES + "listings.jsonl"));
        return Files.write(folder.resolve("some.jsonl"), lines.subList(0, LISTINGS));
    }

    private int run(String... args) {
        CommandLine line = ShelverCommand.line(Map.of("SHELVER_BUNDLE", FixtureBundle.SINGLE.toString()));
        return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
    }
}
