// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.List;

/** Throughput by the number of stream threads, and the cost of a listing by the size of the backlog. */
public record Scaling(List<Threads> threads, List<Backlog> backlogs) {

    /**
     * The figures of one number of stream threads.
     *
     * @param cpuMs
     *            processor time per listing, in milliseconds
     */
    public record Threads(int threads, double perSecond, double cpuMs) {}

    /**
     * The figures of one backlog that was worked off.
     *
     * @param uploads
     *            the size of the backlog
     * @param cpuMs
     *            processor time per listing, in milliseconds
     * @param wallMs
     *            elapsed time per listing, in milliseconds
     */
    public record Backlog(long uploads, double cpuMs, double wallMs) {}

    public Scaling {
        threads = List.copyOf(threads);
        backlogs = List.copyOf(backlogs);
    }
}
