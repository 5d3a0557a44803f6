// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/**
 * The time from the moment at which an upload should have been sent until a reader of committed records had its
 * outcome.
 *
 * @param load
 *            the offered load as a share of the saturation throughput, in (0, 1)
 * @param perSecond
 *            the offered uploads a second
 * @param listings
 *            the number of uploads that were counted
 */
public record Latency(double load, double perSecond, long listings, double p50Ms, double p99Ms, double p999Ms,
        double maxMs) {}
