// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Taxonomy;
import java.util.List;

/**
 * The rules by which fused scores become labels; fitted with the models.
 *
 * @param emit
 *            for each label the score in (0, 1] from which it is emitted
 * @param shelf
 *            for each label whether a listing's first path ends there
 * @param groups
 *            siblings of which a listing has at most one
 * @param margin
 *            a winner of a group that leads by less is doubted; in [0, 1]
 */
public record Decoding(Taxonomy taxonomy, List<Float> emit, List<Boolean> shelf, List<Group> groups, float margin) {
    public Decoding {
        emit = List.copyOf(emit);
        shelf = List.copyOf(shelf);
        groups = List.copyOf(groups);
        if (emit.size() != taxonomy.size() || shelf.size() != taxonomy.size()) {
            throw new IllegalArgumentException("%d labels need as many emit thresholds (%d) and shelf marks (%d)"
                    .formatted(taxonomy.size(), emit.size(), shelf.size()));
        }
        if (emit.stream().anyMatch(value -> !(value > 0 && value <= 1))) {
            throw new IllegalArgumentException("emit thresholds must be in (0, 1], not " + emit);
        }
        if (!(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("margin must be in [0, 1], not " + margin);
        }
        boolean[] grouped = new boolean[taxonomy.size()];
        for (Group group : groups) {
            for (int label : group.labels()) {
                if (label < 0 || label >= grouped.length || grouped[label]
                        || taxonomy.parent(label) != taxonomy.parent(group.labels().getFirst())) {
                    throw new IllegalArgumentException(
                            "a group holds siblings, each in one group only; label %d of %s is not".formatted(label,
                                    group));
                }
                grouped[label] = true;
            }
        }
    }

    /**
     * @param labels
     *            indices of siblings, at least one
     * @param required
     *            whether a listing at their parent (for roots: any listing) has one of them
     */
    public record Group(List<Integer> labels, boolean required) {
        public Group {
            labels = List.copyOf(labels);
            if (labels.isEmpty()) {
                throw new IllegalArgumentException("a group needs a label");
            }
        }
    }
}
