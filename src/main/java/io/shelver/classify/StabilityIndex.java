// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.List;

/** Counts in bins against the counts expected in them. The counts are those since the oldest but one was forgotten. */
final class StabilityIndex {
    /** Added to every bin on both sides, so that an empty one has a logarithm. */
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

    /** The population stability index: the sum over the bins of (a - e) ln(a / e), shares a seen and e expected; 0 or more. */
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
