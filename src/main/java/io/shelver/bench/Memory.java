// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The memory of the process while many listings go through, including the embedded broker's part.
 *
 * @param what
 *            {@code texts} or {@code pictures}
 * @param listings
 *            the number of listings
 * @param samples
 *            one sample after each tenth of the listings, at least 2
 */
public record Memory(String what, long listings, List<Sample> samples) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /**
     * The memory at a moment when no upload is on its way.
     *
     * @param listings
     *            the number of listings so far
     * @param residentMb
     *            resident memory, in MiB; 0 if the system does not report it
     * @param heapMb
     *            the heap that is left after a garbage collection, in MiB
     */
    public record Sample(long listings, double residentMb, double heapMb) {

        /** Collects garbage first. */
        static Sample now(long listings) {
            // Twice: the second collection frees what was closed because of the first.
            System.gc();
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Sample(listings, resident().orElse(0) / 1024.0, heap / (double) (1 << 20));
        }
    }

    public Memory {
        samples = List.copyOf(samples);
        if (samples.size() < 2) {
            throw new IllegalArgumentException("growth needs at least 2 samples, not " + samples.size());
        }
    }

    /** Growth from the first sample to the last, as a share of the first. */
    public double residentGrowth() {
        return growth(Sample::residentMb);
    }

    /** Growth from the first sample to the last, as a share of the first. */
    public double heapGrowth() {
        return growth(Sample::heapMb);
    }

    private double growth(ToDoubleFunction<Sample> of) {
        double first = of.applyAsDouble(samples.getFirst());
        return first > 0 ? of.applyAsDouble(samples.getLast()) / first - 1 : 0;
    }

    /** Resident memory in KiB. */
    private static OptionalLong resident() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
