// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.List;

/**
 * How throughput follows the stream threads, and the cost of a listing the backlog.
 */
public record Scaling(List<Threads> threads, List<Backlog> backlogs) {

    /** A number of stream threads. */
    public record Threads(int threads, double perSecond, double cpuMs) {}

    /**
     * A backlog that was worked off.
     *
     * @param cpuMs
     *            milliseconds of processors for each listing
     * @param wallMs
     *            milliseconds on the clock for each listing
     */
    public record Backlog(long uploads, double cpuMs, double wallMs) {}

    public Scaling {
        threads = List.copyOf(threads);
        backlogs = List.copyOf(backlogs);
    }
}
