// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.List;

/**
 * The most listings a second that this machine could process, if only the work itself took time.
 *
 * @param parts
 *            the parts of the work, each measured alone
 * @param cores
 *            the number of cores that share the work, at least 1
 */
public record Limit(List<Part> parts, int cores) {

    /**
     * One part of the work, measured alone.
     *
     * @param cpuMs
     *            processor time per listing, in milliseconds
     * @param deviceMs
     *            time per listing on a device other than the processors, in milliseconds; 0 if there is none
     * @param batch
     *            the rows of the best batch; 0 if the part has no batches
     */
    public record Part(String name, double cpuMs, double deviceMs, int batch) {}

    public Limit {
        parts = List.copyOf(parts);
        if (cores < 1) {
            throw new IllegalArgumentException("cores must be 1 or more, not " + cores);
        }
        if (!(parts.stream().mapToDouble(Part::cpuMs).sum() > 0)) {
            throw new IllegalArgumentException("the parts of the work must take processor time, not none: " + parts);
        }
    }

    /** Processor time per listing, in milliseconds. */
    public double cpuMs() {
        return parts.stream().mapToDouble(Part::cpuMs).sum();
    }

    /** The scarcer one of processors and device decides. */
    public double perSecond() {
        double device = parts.stream().mapToDouble(Part::deviceMs).sum();
        return 1_000 / Math.max(cpuMs() / cores, device);
    }
}
