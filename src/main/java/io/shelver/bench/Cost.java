// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * The cost of one listing.
 *
 * @param cpuMs
 *            processor time of the whole process, in milliseconds
 * @param wallMs
 *            elapsed time, in milliseconds
 */
record Cost(double cpuMs, double wallMs) {

    /**
     * Repeats the work and divides its cost by the listings.
     *
     * @param time
     *            the time to repeat it for; the work runs once at least
     * @param work
     *            one round of the work; returns the number of its listings
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
