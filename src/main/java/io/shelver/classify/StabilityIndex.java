// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.List;

/**
 * The population stability index of counts in bins against expected counts. It keeps two blocks of counts, and
 * {@link #forgetOldest} drops the older one.
 */
final class StabilityIndex {
    /** Added to every count, seen and expected, because an empty bin has no logarithm. */
    private static final double SMOOTHING = 0.5;

    private final long[] expected;
    private long[] older;
    private long[] newer;

    StabilityIndex(List<Integer> expected) {
        this.expected = expected.stream().mapToLong(count -> count).toArray();
        this.older = new long[expected.size()];
        this.newer = new long[expected.size()];
    }

    void count(int bin) {
        newer[bin]++;
    }

    void forgetOldest() {
        older = newer;
        newer = new long[expected.length];
    }

    /** The sum over all bins of (a - e) ln(a / e), where a is the seen and e the expected share of the bin; 0 or more. */
    double value() {
        double expectedTotal = SMOOTHING * expected.length;
        double total = expectedTotal;
        for (int bin = 0; bin < expected.length; bin++) {
            expectedTotal += expected[bin];
            total += older[bin] + newer[bin];
        }
        double index = 0;
        for (int bin = 0; bin < expected.length; bin++) {
            double share = (older[bin] + newer[bin] + SMOOTHING) / total;
            double expectedShare = (expected[bin] + SMOOTHING) / expectedTotal;
            index += (share - expectedShare) * Math.log(share / expectedShare);
        }
        return index;
    }
}
