// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/**
 * Throughput by delivery guarantee, in listings a second, with the same models and uploads.
 *
 * @param exactlyOnce
 *            the flow as the service runs it
 * @param atLeastOnce
 *            the same flow without transactions
 * @param plain
 *            a loop of consumer, classifier and producer without any guarantee
 */
public record Guarantees(double exactlyOnce, double atLeastOnce, double plain) {

    /** Exactly once as a share of at least once. */
    public double ofAtLeastOnce() {
        return exactlyOnce / atLeastOnce;
    }

    /** Exactly once as a share of the plain loop. */
    public double ofPlain() {
        return exactlyOnce / plain;
    }
}
