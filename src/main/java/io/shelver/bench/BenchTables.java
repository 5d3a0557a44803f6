// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report for people: on a terminal, or as Markdown. */
public final class BenchTables {
    private final BenchReport report;

    public BenchTables(BenchReport report) {
        this.report = report;
    }

    public String text() {
        return introduction().stream().map(line -> line + "\n").collect(Collectors.joining())
                + tables().stream().map(table -> "\n" + table.text()).collect(Collectors.joining());
    }

    public String markdown() {
        return String.join("\n", introduction()) + "\n\n"
                + tables().stream().map(Table::markdown).collect(Collectors.joining("\n"));
    }

    private List<String> introduction() {
        Machine machine = report.machine();
        List<String> lines = new ArrayList<>();
        lines.add(format("%d cores of %s, %s, Java %s, a heap of up to %,d MiB.", machine.cores(), machine.processor(),
                machine.system(), machine.java(), machine.maxHeapMb()));
        lines.add(format("%s on %s: %d model threads, %d stream threads, batches of %d, linger %d ms.",
                report.bundle(), String.join(",", report.providers()), report.modelThreads(), report.streamThreads(),
                report.batchSize(), report.lingerMs()));
        lines.add(format("%,d listings, %.0f%% with a picture; each figure measured for %d s.", report.listings(),
                100 * report.pictured(), report.seconds()));
        report.notes().forEach(note -> lines.add("Note: " + note + "."));
        return lines;
    }

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        report.exhaustive().ifPresent(throughput -> tables.add(summary(throughput)));
        report.limit().ifPresent(limit -> tables.add(parts(limit)));
        report.exhaustive().ifPresent(throughput -> {
            tables.add(map("The flow by kind of thread", "cpu ms", throughput.stages()));
            tables.add(map("The flow by step, elapsed time", "ms", throughput.steps()));
        });
        if (!report.latency().isEmpty()) {
            tables.add(new Table("From upload to decision", List.of("load", "offered/s", "p50 ms", "p99 ms",
                    "p99.9 ms", "max ms"), report.latency().stream().map(BenchTables::row).toList()));
        }
        report.guarantees().ifPresent(figures -> tables.add(guarantees(figures)));
        report.lone().ifPresent(figures -> tables.add(lone(figures)));
        report.scaling().ifPresent(figures -> tables.addAll(scaling(figures)));
        report.memory().forEach(memory -> tables.add(memory(memory)));
        return tables;
    }

    private Table summary(Throughput throughput) {
        List<List<String>> rows = new ArrayList<>();
        report.limit().ifPresent(limit -> rows.add(row("possible", limit.perSecond(), limit.cpuMs())));
        rows.add(row("achieved, exactly once", throughput.perSecond(), throughput.cpuMs()));
        report.ratio().ifPresent(ratio -> rows.add(List.of("achieved / possible", format("%.3f", ratio),
                format("%.3f", report.workRatio().orElseThrow()))));
        report.cascade().ifPresentOrElse(
                cascade -> rows.add(row("with the cascade", cascade.perSecond(), cascade.cpuMs())),
                () -> rows.add(List.of("with the cascade", "none", report.whyNoCascade())));
        rows.add(List.of("uploads", format("%,d", throughput.listings()), ""));
        rows.add(List.of("device busy with models", format("%.0f%%", 100 * throughput.deviceBusy()), ""));
        rows.add(List.of("heap allocated, bytes per listing", format("%,.0f", throughput.heapBytes()), ""));
        return new Table("Throughput", List.of("", "listings/s", "cpu ms per listing"), rows);
    }

    private static Table parts(Limit limit) {
        return new Table("Each part of the work alone, per listing", List.of("part", "cpu ms", "device ms", "batch"),
                limit.parts().stream()
                        .map(part -> List.of(part.name(), format("%.3f", part.cpuMs()),
                                part.deviceMs() > 0 ? format("%.3f", part.deviceMs()) : "",
                                part.batch() > 0 ? Integer.toString(part.batch()) : ""))
                        .toList());
    }

    private static Table map(String title, String unit, Map<String, Double> figures) {
        return new Table(title, List.of("", unit + " per listing"), figures.entrySet().stream()
                .map(figure -> List.of(figure.getKey(), format("%.3f", figure.getValue()))).toList());
    }

    private static Table guarantees(Guarantees figures) {
        return new Table("By delivery guarantee", List.of("", "listings/s", "exactly once / this"),
                List.of(List.of("exactly once", format("%.1f", figures.exactlyOnce()), ""),
                        List.of("at least once", format("%.1f", figures.atLeastOnce()),
                                format("%.3f", figures.ofAtLeastOnce())),
                        List.of("plain loop, no guarantee", format("%.1f", figures.plain()),
                                format("%.3f", figures.ofPlain()))));
    }

    private static Table lone(LoneUploads figures) {
        return new Table("One upload at a time, %d of them".formatted(figures.uploads()), List.of("", "ms"),
                List.of(List.of("p50", format("%.1f", figures.p50Ms())),
                        List.of("max", format("%.1f", figures.maxMs())),
                        List.of("models alone", format("%.1f", figures.computeMs())),
                        List.of("bound: linger + poll + commit interval + 1.2 x models",
                                format("%.1f", figures.boundMs()))));
    }

    private static List<Table> scaling(Scaling figures) {
        return List.of(
                new Table("Throughput by stream threads", List.of("threads", "listings/s", "cpu ms per listing"),
                        figures.threads().stream()
                                .map(each -> row(Integer.toString(each.threads()), each.perSecond(), each.cpuMs()))
                                .toList()),
                new Table("The cost of a listing by backlog",
                        List.of("uploads", "cpu ms per listing", "ms per listing"),
                        figures.backlogs().stream().map(each -> List.of(format("%,d", each.uploads()),
                                format("%.3f", each.cpuMs()), format("%.3f", each.wallMs()))).toList()));
    }

    private static Table memory(Memory memory) {
        List<List<String>> rows = new ArrayList<>();
        memory.samples().forEach(each -> rows.add(List.of(format("%,d", each.listings()),
                format("%.1f", each.residentMb()), format("%.1f", each.heapMb()))));
        rows.add(List.of("growth", format("%+.2f%%", 100 * memory.residentGrowth()),
                format("%+.2f%%", 100 * memory.heapGrowth())));
        return new Table("Memory, " + memory.what(), List.of("listings", "resident MiB", "heap MiB"), rows);
    }

    private static List<String> row(Latency latency) {
        return List.of(format("%.0f%%", 100 * latency.load()), format("%.1f", latency.perSecond()),
                format("%.1f", latency.p50Ms()), format("%.1f", latency.p99Ms()), format("%.1f", latency.p999Ms()),
                format("%.1f", latency.maxMs()));
    }

    private static List<String> row(String name, double perSecond, double cpuMs) {
        return List.of(name, format("%,.1f", perSecond), format("%.3f", cpuMs));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
