// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * What one listing costs.
 *
 * @param cpuMs
 *            milliseconds of processors, of the whole process
 * @param wallMs
 *            milliseconds on the clock
 */
record Cost(double cpuMs, double wallMs) {

    /**
     * Does it again and again, for so long.
     *
     * @param work
     *            returns for how many listings it was
     */
    static Cost of(Duration time, IntSupplier work) {
        long cpu = ProcessorTimes.ofTheProcess();
        long begin = System.nanoTime();
        long listings = 0;
        do {
            listings += work.getAsInt();
        } while (System.nanoTime() - begin < time.toNanos());
        double wall = System.nanoTime() - begin;
        return new Cost((ProcessorTimes.ofTheProcess() - cpu) / 1e6 / listings, wall / 1e6 / listings);
    }

    Cost times(double share) {
        return new Cost(cpuMs * share, wallMs * share);
    }
}
