// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** A report as one JSON object, for programs. A figure that was not measured is null. */
public final class BenchJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BenchJson() {
    }

    /** On one line. */
    public static String line(BenchReport report) {
        return text(report, false);
    }

    /** On many lines. */
    public static String indented(BenchReport report) {
        return text(report, true);
    }

    private static String text(BenchReport report, boolean indented) {
        try {
            return indented
                    ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(of(report))
                    : JSON.writeValueAsString(of(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the bench report cannot be written as JSON", e);
        }
    }

    private static ObjectNode of(BenchReport report) {
        ObjectNode json = JSON.createObjectNode();
        Optional<Double> perSecond = report.exhaustive().map(Throughput::perSecond);
        put(json, "pipeline_per_s", perSecond);
        put(json, "limit_per_s", report.limit().map(Limit::perSecond));
        put(json, "ratio", report.ratio());
        put(json, "work_ratio", report.workRatio());
        put(json, "p50_ms", report.typicalLatency().map(Latency::p50Ms));
        put(json, "p99_ms", report.typicalLatency().map(Latency::p99Ms));
        json.set("stages", map(report.exhaustive().map(Throughput::stages).orElse(Map.of())));
        put(json, "exhaustive_per_s", perSecond);
        put(json, "cascade_per_s", report.cascade().map(Throughput::perSecond));
        if (report.cascade().isEmpty()) {
            json.put("cascade_why", report.whyNoCascade());
        }
        report.exhaustive().ifPresent(throughput -> {
            json.put("records", throughput.listings());
            json.put("cpu_ms", rounded(throughput.cpuMs()));
            json.put("device_busy", rounded(throughput.deviceBusy()));
            json.put("heap_bytes", Math.round(throughput.heapBytes()));
            json.set("steps", map(throughput.steps()));
        });
        report.limit().ifPresent(limit -> {
            ObjectNode parts = json.putObject("limit");
            for (Limit.Part part : limit.parts()) {
                ObjectNode node = parts.putObject(part.name());
                node.put("cpu_ms", rounded(part.cpuMs()));
                if (part.deviceMs() > 0) {
                    node.put("device_ms", rounded(part.deviceMs()));
                }
                if (part.batch() > 0) {
                    node.put("batch", part.batch());
                }
            }
        });
        if (!report.latency().isEmpty()) {
            latency(report, json.putObject("latency"));
        }
        report.guarantees().ifPresent(figures -> {
            ObjectNode node = json.putObject("guarantees");
            node.put("exactly_once_per_s", rounded(figures.exactlyOnce()));
            node.put("at_least_once_per_s", rounded(figures.atLeastOnce()));
            node.put("plain_per_s", rounded(figures.plain()));
            node.put("of_at_least_once", rounded(figures.ofAtLeastOnce()));
            node.put("of_plain", rounded(figures.ofPlain()));
        });
        report.lone().ifPresent(figures -> {
            ObjectNode node = json.putObject("lone");
            node.put("uploads", figures.uploads());
            node.put("p50_ms", rounded(figures.p50Ms()));
            node.put("max_ms", rounded(figures.maxMs()));
            node.put("compute_ms", rounded(figures.computeMs()));
            node.put("bound_ms", rounded(figures.boundMs()));
        });
        report.scaling().ifPresent(figures -> scaling(figures, json.putObject("scaling")));
        if (!report.memory().isEmpty()) {
            ObjectNode memory = json.putObject("memory");
            report.memory().forEach(figures -> memory(figures, memory.putObject(figures.what())));
        }
        setup(report, json);
        return json;
    }

    private static void scaling(Scaling figures, ObjectNode json) {
        ArrayNode threads = json.putArray("threads");
        figures.threads().forEach(each -> threads.addObject().put("threads", each.threads())
                .put("per_s", rounded(each.perSecond())).put("cpu_ms", rounded(each.cpuMs())));
        ArrayNode backlogs = json.putArray("backlogs");
        figures.backlogs().forEach(each -> backlogs.addObject().put("uploads", each.uploads())
                .put("cpu_ms", rounded(each.cpuMs())).put("wall_ms", rounded(each.wallMs())));
    }

    private static void memory(Memory figures, ObjectNode json) {
        json.put("listings", figures.listings());
        json.put("resident_growth", rounded(figures.residentGrowth()));
        json.put("heap_growth", rounded(figures.heapGrowth()));
        ArrayNode samples = json.putArray("samples");
        figures.samples().forEach(each -> samples.addObject().put("listings", each.listings())
                .put("resident_mb", rounded(each.residentMb())).put("heap_mb", rounded(each.heapMb())));
    }

    private static void latency(BenchReport report, ObjectNode json) {
        for (Latency each : report.latency()) {
            ObjectNode node = json.putObject("%.0f%%".formatted(100 * each.load()));
            node.put("per_s", rounded(each.perSecond()));
            node.put("listings", each.listings());
            node.put("p50_ms", each.p50Ms());
            node.put("p99_ms", each.p99Ms());
            node.put("p99.9_ms", each.p999Ms());
            node.put("max_ms", each.maxMs());
        }
    }

    private static void setup(BenchReport report, ObjectNode json) {
        json.put("listings", report.listings());
        json.put("pictured", rounded(report.pictured()));
        json.put("seconds", report.seconds());
        json.put("bundle", report.bundle());
        json.put("providers", String.join(",", report.providers()));
        json.put("model_threads", report.modelThreads());
        json.put("stream_threads", report.streamThreads());
        json.put("batch_size", report.batchSize());
        json.put("linger_ms", report.lingerMs());
        json.put("cores", report.machine().cores());
        json.put("processor", report.machine().processor());
        json.put("system", report.machine().system());
        json.put("java", report.machine().java());
        json.put("max_heap_mb", report.machine().maxHeapMb());
        report.notes().forEach(json.putArray("notes")::add);
    }

    private static ObjectNode map(Map<String, Double> figures) {
        ObjectNode json = JSON.createObjectNode();
        figures.forEach((name, figure) -> json.put(name, rounded(figure)));
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<Double> figure) {
        figure.ifPresentOrElse(value -> json.put(name, rounded(value)), () -> json.putNull(name));
    }

    /** Rounds to six decimal places. */
    private static double rounded(double figure) {
        return Math.round(figure * 1e6) / 1e6;
    }
}
