// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.Map;

/**
 * Listings that went through the flow.
 *
 * @param listings
 *            that were counted; those that came out first are not
 * @param seconds
 *            that they took
 * @param cpuMs
 *            milliseconds of processors for each
 * @param stages
 *            the same by kind of thread
 * @param steps
 *            milliseconds on the clock that each step took, for each listing
 * @param heapBytes
 *            allocated for each
 * @param outcomeBytes
 *            the mean size of an outcome
 */
public record Throughput(long listings, double seconds, double cpuMs, Map<String, Double> stages,
        Map<String, Double> steps, double heapBytes, int outcomeBytes) {

    public double perSecond() {
        return listings / seconds;
    }

    /** The share of the time that the device's thread ran models. */
    public double deviceBusy() {
        return steps.entrySet().stream().filter(step -> step.getKey().startsWith(StepTimes.RUN))
                .mapToDouble(Map.Entry::getValue).sum() * perSecond() / 1e3;
    }
}
