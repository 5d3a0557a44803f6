// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the models say about one listing: they are sure, or a person should look. A decision does not know of dead letters, which
 * no model sees; an outcome does.
 */
public sealed interface Decision {

    /** The labels that were emitted, parents before children; none without its parent. */
    List<ScoredLabel> labels();

    /** The evidence of each modality, by the modality's name, in the bundle's order. */
    Map<String, Evidence> evidence();

    Provenance provenance();

    /** Sure enough for the error target: every emitted label reached the threshold, and there is no other reason for doubt. */
    record Categorized(List<ScoredLabel> labels, Map<String, Evidence> evidence,
            Provenance provenance) implements Decision {
        public Categorized {
            labels = List.copyOf(labels);
            evidence = inOrder(evidence);
            if (labels.isEmpty()) {
                throw new IllegalArgumentException("a categorized listing needs a label");
            }
        }
    }

    /**
     * Not sure enough for the error target.
     *
     * @param sure
     *            the emitted labels that reached the threshold
     * @param candidates
     *            the labels with the highest scores, emitted or not, best first
     * @param reasons
     *            every reason for doubt, at least one
     */
    record NeedsReview(List<ScoredLabel> labels, List<ScoredLabel> sure, List<ScoredLabel> candidates,
            List<Reason> reasons,
            Map<String, Evidence> evidence, Provenance provenance) implements Decision {
        public NeedsReview {
            labels = List.copyOf(labels);
            sure = List.copyOf(sure);
            candidates = List.copyOf(candidates);
            reasons = List.copyOf(reasons);
            evidence = inOrder(evidence);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a review needs a reason");
            }
        }
    }

    private static Map<String, Evidence> inOrder(Map<String, Evidence> evidence) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }
}
