// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Taxonomy;
import java.util.List;

/**
 * The rules that turn fused scores into labels. They are fitted with the models.
 *
 * @param emit
 *            for each label the lowest score at which it is emitted, in (0, 1]
 * @param shelf
 *            for each label whether it is a shelf: a label at which the first path of a listing ends
 * @param groups
 *            the groups of labels that exclude one another
 * @param margin
 *            the smallest lead of a group's best label over its second best that leaves no doubt, in [0, 1]
 */
public record Decoding(Taxonomy taxonomy, List<Float> emit, List<Boolean> shelf, List<Group> groups, float margin) {
    public Decoding {
        emit = List.copyOf(emit);
        shelf = List.copyOf(shelf);
        groups = List.copyOf(groups);
        if (emit.size() != taxonomy.size() || shelf.size() != taxonomy.size()) {
            throw new IllegalArgumentException(
                    "%d labels need one emit threshold and one shelf mark each, but there are %d thresholds and %d marks"
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
                            "label %d of %s is unknown, is in another group, or is no sibling of the others: a group needs siblings that are in no other group"
                                    .formatted(label,
                                            group));
                }
                grouped[label] = true;
            }
        }
    }

    /**
     * Siblings of which a listing has at most one.
     *
     * @param labels
     *            the indices of the siblings, at least one
     * @param required
     *            whether every listing with their parent must have one of them; for roots, every listing
     */
    public record Group(List<Integer> labels, boolean required) {
        public Group {
            labels = List.copyOf(labels);
            if (labels.isEmpty()) {
                throw new IllegalArgumentException("a group needs at least one label");
            }
        }
    }
}
