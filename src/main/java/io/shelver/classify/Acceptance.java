// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.Map;

/**
 * How sure is sure enough: thresholds that were derived for one error target from calibration counts.
 *
 * @param errorTarget
 *            the share of accepted listings that may be wrong, in (0, 1)
 * @param byDefault
 *            the threshold of a root that had too few listings for one of its own
 * @param byRoot
 *            root name to threshold
 */
public record Acceptance(double errorTarget, Threshold byDefault, Map<String, Threshold> byRoot) {
    public Acceptance {
        byRoot = Map.copyOf(byRoot);
        if (!(errorTarget > 0 && errorTarget < 1)) {
            throw new IllegalArgumentException("errorTarget must be in (0, 1), not " + errorTarget);
        }
    }

    /**
     * @param score
     *            the least coherent score an emitted label needs, in [0, 1]
     * @param accepted
     *            calibration listings that reached it
     * @param errors
     *            those of them that were wrong
     */
    public record Threshold(float score, int accepted, int errors) {
        public Threshold {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a threshold must be in [0, 1], not " + score);
            }
            if (errors < 0 || errors > accepted) {
                throw new IllegalArgumentException("%d errors among %d accepted".formatted(errors, accepted));
            }
        }
    }

    /** The threshold for listings whose shelf stands under this root. */
    public float threshold(String root) {
        return byRoot.getOrDefault(root, byDefault).score();
    }
}
