// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.Map;

/**
 * The thresholds for one error target: how high the labels of a listing must score to be accepted without review. The
 * training derives them from counts on calibration listings.
 *
 * @param errorTarget
 *            the largest share of accepted listings that may be wrong, in (0, 1)
 * @param byDefault
 *            the threshold for roots that had too few calibration listings for one of their own
 * @param byRoot
 *            the thresholds of the other roots, by the root's name
 */
public record Acceptance(double errorTarget, Threshold byDefault, Map<String, Threshold> byRoot) {
    public Acceptance {
        byRoot = Map.copyOf(byRoot);
        if (!(errorTarget > 0 && errorTarget < 1)) {
            throw new IllegalArgumentException("errorTarget must be in (0, 1), not " + errorTarget);
        }
    }

    /**
     * A threshold, and the counts that it was derived from.
     *
     * @param score
     *            the lowest coherent score of an emitted label that is accepted, in [0, 1]
     * @param accepted
     *            the number of calibration listings that reached the score, 0 or more
     * @param errors
     *            how many of those were wrong, 0 to {@code accepted}
     */
    public record Threshold(float score, int accepted, int errors) {
        public Threshold {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a threshold must be in [0, 1], not " + score);
            }
            if (errors < 0 || errors > accepted) {
                throw new IllegalArgumentException(
                        "a threshold has %d errors among %d accepted listings: errors must be 0 to accepted"
                                .formatted(errors, accepted));
            }
        }
    }

    /** The threshold for listings whose shelf is below this root, in [0, 1]. */
    public float threshold(String root) {
        return byRoot.getOrDefault(root, byDefault).score();
    }
}
