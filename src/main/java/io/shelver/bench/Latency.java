// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/**
 * How long uploads took from when they should have been sent to when a reader of what is committed had their outcome.
 *
 * @param load
 *            share of the saturation that was offered, in (0, 1)
 * @param perSecond
 *            that were offered
 */
public record Latency(double load, double perSecond, long listings, double p50Ms, double p99Ms, double p999Ms,
        double maxMs) {}
