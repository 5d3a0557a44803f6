// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.catalog.Label;
import io.shelver.catalog.Taxonomy;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The truth about one listing.
 *
 * @param labels
 *            every prefix of every path, whether the taxonomy knows it or not
 * @param known
 *            the indices of the labels that the taxonomy knows
 * @param leaf
 *            the last name of the main path
 * @param leafKnown
 *            whether the taxonomy knows the main path
 */
record Truth(Set<Label> labels, BitSet known, String leaf, boolean leafKnown) {

    /**
     * @param paths
     *            the true paths, at least one, the main one first
     */
    static Truth of(Taxonomy taxonomy, List<Label> paths) {
        Set<Label> labels = new HashSet<>();
        for (Label path : paths) {
            for (Optional<Label> label = Optional.of(path); label.isPresent(); label = label.get().parent()) {
                labels.add(label.get());
            }
        }
        BitSet known = new BitSet(taxonomy.size());
        labels.forEach(label -> taxonomy.indexOf(label).ifPresent(known::set));
        Label main = paths.getFirst();
        return new Truth(labels, known, main.leaf(), taxonomy.indexOf(main).isPresent());
    }

    /** The number of labels that the taxonomy does not know. */
    int outside() {
        return labels.size() - known.cardinality();
    }
}
