// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.List;

/**
 * How many listings a second this machine could do at most, if nothing but the work itself took time.
 *
 * @param cores
 *            that share the work
 */
public record Limit(List<Part> parts, int cores) {

    /**
     * A part of the work that was measured alone.
     *
     * @param cpuMs
     *            milliseconds of processors for each listing
     * @param deviceMs
     *            milliseconds for each listing on a device beside the processors; 0 if there is none
     * @param batch
     *            rows of the batch that was best; 0 where there are no batches
     */
    public record Part(String name, double cpuMs, double deviceMs, int batch) {}

    public Limit {
        parts = List.copyOf(parts);
        if (cores < 1) {
            throw new IllegalArgumentException("cores must be 1 or more, not " + cores);
        }
        if (!(parts.stream().mapToDouble(Part::cpuMs).sum() > 0)) {
            throw new IllegalArgumentException("the parts must take some time, and took none: " + parts);
        }
    }

    /** Milliseconds of processors for each listing. */
    public double cpuMs() {
        return parts.stream().mapToDouble(Part::cpuMs).sum();
    }

    /** Whichever of processors and device is the scarcer decides. */
    public double perSecond() {
        double device = parts.stream().mapToDouble(Part::deviceMs).sum();
        return 1_000 / Math.max(cpuMs() / cores, device);
    }
}
