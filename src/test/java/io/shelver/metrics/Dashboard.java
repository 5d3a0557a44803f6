// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import static io.shelver.metrics.Panel.lines;
import static io.shelver.metrics.Panel.number;
import static io.shelver.metrics.Panel.query;
import static io.shelver.metrics.Panel.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of the dashboard and their panels. {@link DashboardTest} writes them as a file for Grafana. */
final class Dashboard {
    /** Limits every query to the jobs that the user chose. */
    static final String JOBS = "job=~\"$job\"";
    static final String RANGE = "$__rate_interval";
    private static final String LAG = Queries.LAG.replace("}", "," + JOBS + "}");

    private Dashboard() {
    }

    static Map<String, List<Panel>> rows() {
        Map<String, List<Panel>> rows = new LinkedHashMap<>();
        rows.put("At a glance", List.of(
                number("Instances running", "short", "The instances that process uploads.",
                        "sum(" + of(Measure.STREAM_RUNNING) + ")"),
                number("Uploads a second", "short", Measure.UPLOADS.meaning(), "sum(" + rate(Measure.UPLOADS) + ")"),
                number("Lag", "short", "The uploads that are not read yet.", "sum(" + LAG + ")"),
                number("In flight", "short", Measure.IN_FLIGHT.meaning(), "sum(" + of(Measure.IN_FLIGHT) + ")"),
                number("Latency p99", "s", Measure.LATENCY.meaning(), quantile(0.99, Measure.LATENCY, "")),
                table("Bundle", Measure.BUNDLE.meaning(),
                        "count by (bundle, version, taxonomy, taxonomy_version, release) (" + of(Measure.BUNDLE)
                                + ")")));
        rows.put("Doors", List.of(
                lines("Outcomes by door", "ops", Measure.OUTCOMES.meaning(),
                        query("{{door}}", "sum by (door) (" + rate(Measure.OUTCOMES) + ")"),
                        query("uploads", "sum(" + rate(Measure.UPLOADS) + ")")),
                lines("Share of reviews and dead letters", "percentunit", Measure.OUTCOMES.alert(),
                        query("{{door}}", "sum by (door) (" + rate(Measure.OUTCOMES, "", "door!=\"categories\"")
                                + ") / ignoring (door) group_left sum(" + rate(Measure.OUTCOMES) + ")")),
                lines("Reasons for review", "ops", Measure.REVIEW_REASONS.meaning(),
                        query("{{reason}}", "sum by (reason) (" + rate(Measure.REVIEW_REASONS) + ")")),
                lines("Dead letters by class", "ops", Measure.DEAD_LETTERS.meaning(),
                        query("{{failure}}", "sum by (failure) (" + rate(Measure.DEAD_LETTERS) + ")")),
                lines("Evidence", "ops", Measure.EVIDENCE.meaning(),
                        query("{{modality}} {{kind}}", "sum by (modality, kind) (" + rate(Measure.EVIDENCE) + ")")),
                lines("Restored and left", "ops", Measure.RESTORED.relation(),
                        query("restored", "sum(" + rate(Measure.RESTORED) + ")"),
                        query("left", "sum(" + rate(Measure.LEFT) + ")")),
                lines("Read again, and gone unread", "short", Measure.GONE.meaning(),
                        query("{{what}} again", "sum by (what) (" + rate(Measure.READ_AGAIN) + ")"),
                        query("gone", "sum(" + rate(Measure.GONE) + ")"))));
        rows.put("Latency and lag", List.of(
                lines("Upload to committed outcome", "s", Measure.LATENCY.meaning(),
                        query("p50 {{door}}", quantile(0.5, Measure.LATENCY, "", "door")),
                        query("p99 {{door}}", quantile(0.99, Measure.LATENCY, "", "door"))),
                lines("Uploads from the future", "ops", Measure.LATENCY_CLAMPED.meaning(),
                        query("clamped", "sum(" + rate(Measure.LATENCY_CLAMPED) + ")")),
                lines("Lag by partition", "short", "The uploads that are not read yet.",
                        query("{{partition}}", "sum by (partition) (" + LAG + ")")),
                lines("Threads", "short", Measure.STREAM_THREADS.meaning(),
                        query("threads", "sum(" + of(Measure.STREAM_THREADS) + ")"),
                        query("partitions", "count(" + LAG + ")"))));
        rows.put("Stages", List.of(
                lines("Waiting, on average", "s", Measure.QUEUE.meaning(),
                        query("{{stage}} {{modality}}", average(Measure.QUEUE, "stage, modality"))),
                lines("Working, on average", "s", Measure.COMPUTE.meaning(),
                        query("{{stage}} {{modality}}", average(Measure.COMPUTE, "stage, modality"))),
                lines("Device busy", "percentunit", "The share of time that the device runs a graph.",
                        query("{{modality}}", "sum by (modality) (" + rate(Measure.COMPUTE, "_sum", "stage=\"run\"")
                                + ") / ignoring (modality) group_left count(" + of(Measure.BUNDLE) + ")")),
                lines("Batches", "s", Measure.BATCH.meaning(),
                        query("p50", quantile(0.5, Measure.BATCH, "")),
                        query("p99", quantile(0.99, Measure.BATCH, "")),
                        query("longest", "max(" + of(Measure.BATCH, "_max") + ")"),
                        query("deadline", "max(" + of(Measure.BATCH_DEADLINE) + ")")),
                lines("Listings in a batch", "short", Measure.BATCH_SIZE.meaning(),
                        query("average", average(Measure.BATCH_SIZE, "")),
                        query("p99", quantile(0.99, Measure.BATCH_SIZE, ""))),
                lines("Rows in a run of the device", "short", Measure.DEVICE_ROWS.meaning(),
                        query("{{graph}}", average(Measure.DEVICE_ROWS, "graph"))),
                lines("Batches without memory", "ops", Measure.DEVICE_OUT_OF_MEMORY.meaning(),
                        query("{{graph}}", "sum by (graph) (" + rate(Measure.DEVICE_OUT_OF_MEMORY, "", "") + ")")),
                lines("Scored parts", "ops", Measure.REPEATS.meaning(),
                        query("{{modality}} {{result}}",
                                "sum by (modality, result) (" + rate(Measure.REPEATS) + ")")),
                lines("Remembered scores", "bytes", Measure.REPEATS_SIZE.meaning(),
                        query("{{instance}}", "sum by (instance) (" + of(Measure.REPEATS_SIZE) + ")")),
                table("Providers", Measure.PROVIDER.meaning(),
                        "count by (provider, state) (" + of(Measure.PROVIDER) + " == 1)")));
        rows.put("Pictures by link", List.of(
                lines("Fetches", "ops", Measure.IMAGE_FETCHES.meaning(),
                        query("{{result}}", "sum by (result) (" + rate(Measure.IMAGE_FETCHES, "_count", "") + ")")),
                lines("Time of a fetch", "s", Measure.IMAGE_FETCHES.meaning(),
                        query("p50 {{result}}", quantile(0.5, Measure.IMAGE_FETCHES, "", "result")),
                        query("p99 {{result}}", quantile(0.99, Measure.IMAGE_FETCHES, "", "result"))),
                lines("Bytes fetched", "Bps", Measure.IMAGE_BYTES.meaning(),
                        query("bytes", "sum(" + rate(Measure.IMAGE_BYTES, "_sum", "") + ")")),
                lines("Uploads put aside for a picture", "ops", Measure.POSTPONED.meaning(),
                        query("put aside", "sum(" + rate(Measure.POSTPONED) + ")")),
                lines("Cache", "ops", Measure.IMAGE_CACHE.meaning(),
                        query("{{result}}", "sum by (result) (" + rate(Measure.IMAGE_CACHE) + ")"))));
        rows.put("Drift", List.of(
                lines("Population stability index", "short", Measure.DRIFT.meaning(),
                        query("{{of}}", "max by (of) (" + of(Measure.DRIFT) + ")"))));
        rows.put("HTTP", List.of(
                lines("Requests", "ops", Measure.HTTP_REQUESTS.meaning(),
                        query("{{route}} {{status}}",
                                "sum by (route, status) (" + rate(Measure.HTTP_REQUESTS, "_count", "") + ")")),
                lines("Time of a request", "s", Measure.HTTP_REQUESTS.meaning(),
                        query("p50 {{route}}", quantile(0.5, Measure.HTTP_REQUESTS, "", "route")),
                        query("p99 {{route}}", quantile(0.99, Measure.HTTP_REQUESTS, "", "route")))));
        rows.put("Kafka Streams", List.of(
                lines("Running", "short", Measure.STREAM_RUNNING.meaning(),
                        query("{{instance}}", of(Measure.STREAM_RUNNING))),
                lines("Rebalances in an hour", "short",
                        "The rebalances of the consumer group, as counted by each instance.",
                        query("{{instance}}", "sum by (instance) (increase("
                                + kafka("kafka_consumer_coordinator_rebalance_total") + "[1h]))")),
                lines("Aborted transactions", "ops", Measure.TRANSACTIONS_ABORTED.meaning(),
                        query("aborted", "sum(" + rate(Measure.TRANSACTIONS_ABORTED) + ")")),
                // A thread without a partition commits nothing, so its average is NaN. The comparison drops it.
                lines("Commits", "ms", "The average and the longest commit of a thread.",
                        query("average", "avg(" + kafka("kafka_stream_thread_commit_latency_avg") + " >= 0)"),
                        query("longest", "max(" + kafka("kafka_stream_thread_commit_latency_max") + ")")),
                lines("Share of the threads' time", "percentunit",
                        "The share of time that stream threads spend on each kind of work.",
                        query("process", "avg(" + kafka("kafka_stream_thread_process_ratio") + ")"),
                        query("punctuate", "avg(" + kafka("kafka_stream_thread_punctuate_ratio") + ")"),
                        query("commit", "avg(" + kafka("kafka_stream_thread_commit_ratio") + ")"),
                        query("poll", "avg(" + kafka("kafka_stream_thread_poll_ratio") + ")"))));
        rows.put("JVM", List.of(
                lines("Heap", "bytes", "The heap that is used, and the most that is allowed.",
                        query("used {{instance}}", "sum by (instance) (" + jvm("jvm_memory_used_bytes{area=\"heap\"}")
                                + ")"),
                        query("most {{instance}}", "sum by (instance) (" + jvm("jvm_memory_max_bytes{area=\"heap\"}")
                                + " > 0)")),
                lines("Pauses of the collector", "percentunit", "The share of time that the JVM was paused.",
                        query("{{instance}}", "sum by (instance) (rate(" + jvm("jvm_gc_pause_seconds_sum") + "[" + RANGE
                                + "]))")),
                lines("Processor", "percentunit", "The share of all cores that the process uses.",
                        query("{{instance}}", jvm("process_cpu_usage"))),
                lines("Threads", "short", "The live threads of the JVM.",
                        query("{{instance}}", jvm("jvm_threads_live_threads"))),
                lines("Open files", "short", "The open files, and the most that are allowed.",
                        query("open {{instance}}", jvm("process_files_open_files")),
                        query("most {{instance}}", jvm("process_files_max_files"))),
                lines("Up", "s", "The time since the process started.",
                        query("{{instance}}", jvm("process_uptime_seconds")))));
        return rows;
    }

    static Stream<Panel.Query> queries() {
        return rows().values().stream().flatMap(List::stream).flatMap(panel -> panel.queries().stream());
    }

    private static String of(Measure measure) {
        return of(measure, "");
    }

    private static String of(Measure measure, String suffix) {
        return "%s%s{%s}".formatted(measure.prometheus(), suffix, JOBS);
    }

    private static String rate(Measure measure) {
        return rate(measure, "", "");
    }

    private static String rate(Measure measure, String suffix, String labels) {
        return Queries.rate(measure, suffix, labels.isEmpty() ? JOBS : labels + "," + JOBS, RANGE);
    }

    private static String average(Measure measure, String by) {
        String sum = by.isEmpty() ? "sum" : "sum by (%s) ".formatted(by);
        return "%s(%s) / %s(%s)".formatted(sum, rate(measure, "_sum", ""), sum, rate(measure, "_count", ""));
    }

    private static String quantile(double quantile, Measure measure, String labels, String... by) {
        String names = String.join(", ", Stream.concat(Stream.of(by), Stream.of("le")).toList());
        return String.format(Locale.ROOT, "histogram_quantile(%s, sum by (%s) (%s))", quantile, names,
                rate(measure, "_bucket", labels));
    }

    private static String kafka(String meter) {
        return "%s{%s}".formatted(meter, JOBS);
    }

    /** Every JVM has meters of these names; the job tells Shelver's apart. */
    private static String jvm(String meter) {
        return meter.endsWith("}")
                ? meter.replace("}", "," + JOBS + "}")
                : "%s{%s}".formatted(meter, JOBS);
    }
}
