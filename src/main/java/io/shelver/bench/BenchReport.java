// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.List;
import java.util.Optional;

/**
 * What was measured, as far as it was asked for.
 *
 * @param listings
 *            that there were, all distinct; where more were needed they were sent again under other ids
 * @param pictured
 *            the share of them with a picture, in [0, 1]
 * @param seconds
 *            that each figure was measured for
 * @param exhaustive
 *            every model on every listing
 * @param whyNoCascade
 *            in words; empty if there is a cascade
 * @param notes
 *            what a reader of the figures must know
 */
public record BenchReport(Machine machine, String bundle, List<String> providers, int modelThreads, int streamThreads,
        int batchSize, int lingerMs, int listings, double pictured, int seconds, Optional<Limit> limit,
        Optional<Throughput> exhaustive, Optional<Throughput> cascade, String whyNoCascade, List<Latency> latency,
        Optional<Guarantees> guarantees, Optional<LoneUploads> lone, Optional<Scaling> scaling, List<Memory> memory,
        List<String> notes) {
    /** The load whose latency stands for all of them. */
    public static final double TYPICAL_LOAD = 0.5;

    public BenchReport {
        providers = List.copyOf(providers);
        latency = List.copyOf(latency);
        memory = List.copyOf(memory);
        notes = List.copyOf(notes);
    }

    /** What was achieved of what is possible; in processor time, which neighbours on the machine do not change. */
    public Optional<Double> workRatio() {
        return limit.flatMap(most -> exhaustive.map(throughput -> most.cpuMs() / throughput.cpuMs()));
    }

    /** What was achieved of what is possible, in listings a second. */
    public Optional<Double> ratio() {
        return limit.flatMap(most -> exhaustive.map(throughput -> throughput.perSecond() / most.perSecond()));
    }

    Optional<Latency> typicalLatency() {
        return latency.stream().filter(each -> each.load() == TYPICAL_LOAD).findFirst();
    }
}
