// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A report for people. */
public final class BenchTable {
    private final PrintWriter out;

    public BenchTable(PrintWriter out) {
        this.out = out;
    }

    public void print(BenchReport report) {
        Machine machine = report.machine();
        line("%s on %s; %d cores of %s, %s, Java %s, heap up to %,d MiB", report.bundle(),
                String.join(",", report.providers()), machine.cores(), machine.processor(), machine.system(),
                machine.java(), machine.maxHeapMb());
        line("%,d listings, %.0f%% with a picture; %d model threads, %d stream threads, batches of %d, linger %d ms; %d s a figure",
                report.listings(), 100 * report.pictured(), report.modelThreads(), report.streamThreads(),
                report.batchSize(), report.lingerMs(), report.seconds());
        report.notes().forEach(note -> line("note: %s", note));
        report.limit().ifPresent(this::print);
        report.exhaustive().ifPresent(passage -> print(report, passage));
        latency(report);
        report.guarantees().ifPresent(this::print);
        report.lone().ifPresent(this::print);
        report.scaling().ifPresent(this::print);
        report.memory().forEach(this::print);
        out.flush();
    }

    private void print(Limit limit) {
        line("%n%-28s %10s %10s %6s", "the work alone, a listing", "cpu ms", "device ms", "batch");
        for (Limit.Part part : limit.parts()) {
            line("%-28s %10.3f %10s %6s", part.name(), part.cpuMs(),
                    part.deviceMs() > 0 ? String.format(Locale.ROOT, "%.3f", part.deviceMs()) : "",
                    part.batch() > 0 ? part.batch() : "");
        }
        line("%-28s %10.3f", "all of it", limit.cpuMs());
    }

    private void print(BenchReport report, Passage passage) {
        table("the flow by kind of thread", "cpu ms", passage.stages());
        line("%-28s %10.3f", "all of it", passage.cpuMs());
        table("the flow by step", "ms", passage.steps());
        line("%nheap allocated a listing: %,.0f bytes; the device ran models %.0f%% of the time", passage.heapBytes(),
                100 * passage.deviceBusy());
        report.limit().ifPresent(limit -> line("possible  %,10.1f listings/s", limit.perSecond()));
        line("achieved  %,10.1f listings/s, exactly once, %,d of them", passage.perSecond(), passage.listings());
        report.ratio().ifPresent(ratio -> line("ratio     %10.3f   (by processor time %.3f)", ratio,
                report.workRatio().orElseThrow()));
        report.cascade().ifPresentOrElse(
                cascade -> line("cascade   %,10.1f listings/s, %.2f times as many", cascade.perSecond(),
                        cascade.perSecond() / passage.perSecond()),
                () -> line("cascade            - %s", report.whyNoCascade()));
    }

    private void latency(BenchReport report) {
        if (!report.latency().isEmpty()) {
            line("%n%-28s %10s %10s %10s %10s %10s", "upload to decision, load", "offered/s", "p50 ms", "p99 ms",
                    "p99.9 ms", "max ms");
        }
        for (Latency each : report.latency()) {
            line("%-28s %10.1f %10.1f %10.1f %10.1f %10.1f", "%.0f%%".formatted(100 * each.load()), each.perSecond(),
                    each.p50Ms(), each.p99Ms(), each.p999Ms(), each.maxMs());
        }
    }

    private void print(Guarantees figures) {
        line("%n%-28s %10s", "by what is promised", "listings/s");
        line("%-28s %10.1f", "exactly once", figures.exactlyOnce());
        line("%-28s %10.1f   exactly once is %.3f of it", "at least once", figures.atLeastOnce(),
                figures.ofAtLeastOnce());
        line("%-28s %10.1f   exactly once is %.3f of it", "a plain loop", figures.plain(), figures.ofPlain());
    }

    private void print(Lone figures) {
        line("%none at a time, %d uploads: p50 %.1f ms, most %.1f ms; %.1f ms of it the models; bound %.1f ms",
                figures.uploads(), figures.p50Ms(), figures.maxMs(), figures.computeMs(), figures.boundMs());
    }

    private void print(Scaling figures) {
        line("%n%-28s %10s %10s", "stream threads", "listings/s", "cpu ms");
        figures.threads().forEach(each -> line("%-28d %10.1f %10.3f", each.threads(), each.perSecond(), each.cpuMs()));
        line("%n%-28s %10s %10s", "backlog", "cpu ms", "wall ms");
        figures.backlogs().forEach(each -> line("%-,28d %10.3f %10.3f", each.uploads(), each.cpuMs(), each.wallMs()));
    }

    private void print(Memory figures) {
        line("%n%-28s %12s %12s", "memory after " + figures.what(), "resident MiB", "heap MiB");
        figures.samples().forEach(
                each -> line("%-,28d %12.1f %12.1f", each.listings(), each.residentMb(), each.heapMb()));
        line("%-28s %11.2f%% %11.2f%%", "growth", 100 * figures.residentGrowth(), 100 * figures.heapGrowth());
    }

    private void table(String title, String unit, Map<String, Double> figures) {
        line("%n%-28s %10s", title, unit);
        figures.forEach((name, figure) -> line("%-28s %10.3f", name, figure));
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
