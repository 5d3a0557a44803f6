// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.List;
import java.util.Optional;

/**
 * The figures that were measured, as far as they were asked for.
 *
 * @param bundle
 *            the bundle, {@code name@version}
 * @param providers
 *            the keys of the execution providers, the preferred one first
 * @param batchSize
 *            the largest number of listings in a micro-batch
 * @param lingerMs
 *            the longest wait of an upload for its micro-batch, in milliseconds
 * @param listings
 *            the number of distinct listings; where more uploads were needed, they were sent again under other ids
 * @param pictured
 *            the share of listings with a picture, in [0, 1]
 * @param seconds
 *            the time that each figure was measured for, in seconds
 * @param exhaustive
 *            the pass with every model on every listing
 * @param cascade
 *            the pass with the cascade
 * @param whyNoCascade
 *            the reason for a missing cascade, in words; empty if there is one
 * @param notes
 *            what a reader of the figures must know
 */
public record BenchReport(Machine machine, String bundle, List<String> providers, int modelThreads, int streamThreads,
        int batchSize, int lingerMs, int listings, double pictured, int seconds, Optional<Limit> limit,
        Optional<Throughput> exhaustive, Optional<Throughput> cascade, String whyNoCascade, List<Latency> latency,
        Optional<Guarantees> guarantees, Optional<LoneUploads> lone, Optional<Scaling> scaling, List<Memory> memory,
        List<String> notes) {
    /** The load, as a share of the saturation throughput, whose latency stands for all loads. */
    public static final double TYPICAL_LOAD = 0.5;

    public BenchReport {
        providers = List.copyOf(providers);
        latency = List.copyOf(latency);
        memory = List.copyOf(memory);
        notes = List.copyOf(notes);
    }

    /** The achieved as a share of the possible, in processor time. Other programs on the machine do not change it. */
    public Optional<Double> workRatio() {
        return limit.flatMap(most -> exhaustive.map(throughput -> most.cpuMs() / throughput.cpuMs()));
    }

    /** The achieved as a share of the possible, in listings a second. */
    public Optional<Double> ratio() {
        return limit.flatMap(most -> exhaustive.map(throughput -> throughput.perSecond() / most.perSecond()));
    }

    Optional<Latency> typicalLatency() {
        return latency.stream().filter(each -> each.load() == TYPICAL_LOAD).findFirst();
    }
}
