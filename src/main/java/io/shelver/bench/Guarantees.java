// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/**
 * Listings a second by what is promised, with the same models and uploads.
 *
 * @param plain
 *            a loop of consumer, classifier and producer, which promises nothing
 */
public record Guarantees(double exactlyOnce, double atLeastOnce, double plain) {

    public double ofAtLeastOnce() {
        return exactlyOnce / atLeastOnce;
    }

    public double ofPlain() {
        return exactlyOnce / plain;
    }
}
