// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.classify.Evidence;

/** The distance of two pieces of evidence. */
public final class EvidenceDistance {
    private EvidenceDistance() {
    }

    /** The largest difference of two scores of a label, in [0, 1]; 0 for equal evidence without scores, 1 for different kinds. */
    public static float between(Evidence one, Evidence other) {
        if (!(one instanceof Evidence.Scored a && other instanceof Evidence.Scored b)) {
            return one.equals(other) ? 0 : 1;
        }
        float most = 0;
        for (int label = 0; label < a.scores().size(); label++) {
            most = Math.max(most, Math.abs(a.scores().get(label) - b.scores().get(label)));
        }
        return most;
    }
}
