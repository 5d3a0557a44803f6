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
 * What the process held while many listings went through, the embedded broker's part included.
 *
 * @param what
 *            texts or pictures
 * @param samples
 *            after each tenth of them, 2 or more
 */
public record Memory(String what, long listings, List<Sample> samples) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /**
     * At one time, with nothing under way.
     *
     * @param residentMb
     *            MiB that are resident, 0 where the system does not say
     * @param heapMb
     *            MiB of the heap that a collection leaves
     */
    public record Sample(long listings, double residentMb, double heapMb) {

        /** Collects first. */
        static Sample now(long listings) {
            // Twice: what the first one finds to be closed, the second one finds to be free.
            System.gc();
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Sample(listings, resident().orElse(0) / 1024.0, heap / (double) (1 << 20));
        }
    }

    public Memory {
        samples = List.copyOf(samples);
        if (samples.size() < 2) {
            throw new IllegalArgumentException("growth needs 2 samples or more, and there are " + samples.size());
        }
    }

    /** From the first sample to the last, as a share of the first. */
    public double residentGrowth() {
        return growth(Sample::residentMb);
    }

    /** As {@link #residentGrowth}. */
    public double heapGrowth() {
        return growth(Sample::heapMb);
    }

    private double growth(ToDoubleFunction<Sample> of) {
        double first = of.applyAsDouble(samples.getFirst());
        return first > 0 ? of.applyAsDouble(samples.getLast()) / first - 1 : 0;
    }

    /** In KiB. */
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
