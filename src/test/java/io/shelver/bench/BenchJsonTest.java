// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchJsonTest {
    private static final Limit LIMIT = new Limit(List.of(new Limit.Part("run.title", 8, 0, 16)), 2);
    private static final Throughput THROUGHPUT = new Throughput(400, 2, 9, Map.of("broker", 1.0),
            Map.of("run.title", 3.0), 640, 900);

    @Test
    void whatWasNotMeasuredIsNull() throws IOException {
        JsonNode json = json(report(Optional.empty(), List.of()));

        assertThat(json.get("limit_per_s").isNull()).isTrue();
        assertThat(json.get("ratio").isNull()).isTrue();
        assertThat(json.get("p50_ms").isNull()).isTrue();
        assertThat(json.get("cascade_per_s").isNull()).isTrue();
        assertThat(json.get("cascade_why").asText()).isEqualTo("there is none");
        assertThat(json.get("pipeline_per_s").asDouble()).isEqualTo(200);
    }

    @Test
    void theRatioIsWhatWasAchievedOfWhatIsPossible() throws IOException {
        JsonNode json = json(report(Optional.of(LIMIT), List.of()));

        assertThat(json.get("limit_per_s").asDouble()).isEqualTo(250);
        assertThat(json.get("ratio").asDouble()).isEqualTo(0.8);
        assertThat(json.get("work_ratio").asDouble()).isEqualTo(0.888889);
        assertThat(json.get("device_busy").asDouble()).isEqualTo(0.6);
    }

    @Test
    void halfTheSaturationStandsForAllLoads() throws IOException {
        JsonNode json = json(report(Optional.empty(),
                List.of(new Latency(0.1, 20, 90, 1, 2, 3, 4), new Latency(0.5, 100, 90, 10, 20, 30, 40))));

        assertThat(json.get("p50_ms").asDouble()).isEqualTo(10);
        assertThat(json.get("p99_ms").asDouble()).isEqualTo(20);
        assertThat(json.get("latency").get("10%").get("p99.9_ms").asDouble()).isEqualTo(3);
    }

    private static BenchReport report(Optional<Limit> limit, List<Latency> latency) {
        return new BenchReport(new Machine("a processor", 2, "a system", "21", 512), "shop@1.0.0", List.of("cpu"), 2, 1,
                32, 20, 10, 0.5, 1, limit, Optional.of(THROUGHPUT), Optional.empty(), "there is none", latency,
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    private static JsonNode json(BenchReport report) throws IOException {
        String line = BenchJson.line(report);
        assertThat(line).doesNotContain("\n");
        return JsonMapper.builder().build().readTree(line);
    }
}
