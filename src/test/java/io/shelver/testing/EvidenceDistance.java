// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.classify.Evidence;

/** How far two pieces of evidence are apart. */
public final class EvidenceDistance {
    private EvidenceDistance() {
    }

    /** The largest difference of a score; 0 for equal evidence without scores, 1 for different kinds. */
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
