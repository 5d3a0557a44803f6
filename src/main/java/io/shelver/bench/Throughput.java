// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.Map;

/**
 * How fast listings went through the flow, and what it cost.
 *
 * @param listings
 *            the number of counted listings; the first ones to come out are not counted
 * @param seconds
 *            the time that the counted listings took, in seconds
 * @param cpuMs
 *            processor time per listing, in milliseconds
 * @param stages
 *            processor time per listing by kind of thread, in milliseconds
 * @param steps
 *            elapsed time per listing by step, in milliseconds
 * @param heapBytes
 *            heap allocated per listing, in bytes
 * @param outcomeBytes
 *            the mean size of an outcome, in bytes
 */
public record Throughput(long listings, double seconds, double cpuMs, Map<String, Double> stages,
        Map<String, Double> steps, double heapBytes, int outcomeBytes) {

    public double perSecond() {
        return listings / seconds;
    }

    /** The share of the time in which the device's thread ran models. */
    public double deviceBusy() {
        return steps.entrySet().stream().filter(step -> step.getKey().startsWith(StepTimes.RUN))
                .mapToDouble(Map.Entry::getValue).sum() * perSecond() / 1e3;
    }
}
