// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.evaluation.Charts;
import io.shelver.evaluation.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A report on disk: {@code bench.json} for programs, {@code bench.md} for people, and a plot for each measurement. */
public final class BenchFolder {
    private final Path folder;

    public BenchFolder(Path folder) {
        this.folder = folder;
    }

    /** Creates the folder if it is missing, and overwrites an earlier report. */
    public void write(BenchReport report) throws IOException {
        new ReportFiles("bench", BenchJson.indented(report), new BenchTables(report).markdown()).writeTo(folder);
        Charts charts = new Charts(folder);
        if (report.limit().isPresent()) {
            Map<String, Double> parts = new LinkedHashMap<>();
            report.limit().get().parts().forEach(part -> parts.put(part.name(), part.cpuMs()));
            charts.bars("limit.png", "Each part of the work alone", "processor ms per listing", parts);
        }
        if (report.exhaustive().isPresent()) {
            charts.bars("stages.png", "The flow by kind of thread", "processor ms per listing",
                    report.exhaustive().get().stages());
        }
        if (!report.latency().isEmpty()) {
            List<Double> loads = report.latency().stream().map(each -> 100 * each.load()).toList();
            charts.lines("latency.png", "From upload to decision", "load, % of saturation throughput", "ms",
                    List.of(latency("p50", loads, report, Latency::p50Ms),
                            latency("p99", loads, report, Latency::p99Ms),
                            latency("p99.9", loads, report, Latency::p999Ms)));
        }
        if (report.scaling().isPresent()) {
            scaling(charts, report.scaling().get());
        }
        for (Memory memory : report.memory()) {
            List<Double> at = memory.samples().stream().map(each -> (double) each.listings()).toList();
            charts.lines("memory-%s.png".formatted(memory.what()), "Memory, " + memory.what(), "listings", "MiB",
                    List.of(new Charts.Series("resident", at,
                            memory.samples().stream().map(Memory.Sample::residentMb).toList()),
                            new Charts.Series("heap", at,
                                    memory.samples().stream().map(Memory.Sample::heapMb).toList())));
        }
    }

    private static Charts.Series latency(String name, List<Double> loads, BenchReport report,
            ToDoubleFunction<Latency> figure) {
        return new Charts.Series(name, loads,
                report.latency().stream().map(each -> figure.applyAsDouble(each)).toList());
    }

    private static void scaling(Charts charts, Scaling scaling) throws IOException {
        Map<String, Double> rates = new LinkedHashMap<>();
        scaling.threads().forEach(each -> rates.put(Integer.toString(each.threads()), each.perSecond()));
        charts.bars("scaling.png", "Throughput by stream threads", "listings/s, exactly once", rates);
        Map<String, Double> costs = new LinkedHashMap<>();
        scaling.backlogs().forEach(each -> costs.put("%,d uploads".formatted(each.uploads()), each.cpuMs()));
        charts.bars("backlog.png", "The cost of a listing by backlog", "processor ms per listing", costs);
    }
}
