// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The labels that a bundle can give to listings. Each has an index, from 0; every parent comes before its children. */
public final class Taxonomy {
    /** The {@link #parent} of a root. */
    public static final int NO_PARENT = -1;

    private final String name;
    private final String version;
    private final List<Label> labels;
    private final Map<Label, Integer> indices = new HashMap<>();
    private final int[] parents;

    /**
     * @param labels
     *            one or more labels, each parent before its children
     * @throws IllegalArgumentException
     *             if there is no label, a label comes twice, or a parent is missing or comes too late
     */
    public Taxonomy(String name, String version, List<Label> labels) {
        this.name = name;
        this.version = version;
        this.labels = List.copyOf(labels);
        this.parents = new int[labels.size()];
        for (int index = 0; index < labels.size(); index++) {
            Label label = labels.get(index);
            parents[index] = label.parent().map(parent -> indexBefore(parent, label)).orElse(NO_PARENT);
            if (indices.put(label, index) != null) {
                throw new IllegalArgumentException("the taxonomy lists the label '%s' twice".formatted(label));
            }
        }
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("a taxonomy needs at least one label");
        }
    }

    private int indexBefore(Label parent, Label child) {
        Integer index = indices.get(parent);
        if (index == null) {
            throw new IllegalArgumentException(
                    "the label '%s' comes before its parent '%s', or the parent is missing".formatted(child, parent));
        }
        return index;
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    public List<Label> labels() {
        return labels;
    }

    public Label label(int index) {
        return labels.get(index);
    }

    public int size() {
        return labels.size();
    }

    /** The index of the label's parent; {@link #NO_PARENT} for a root. */
    public int parent(int index) {
        return parents[index];
    }

    public OptionalInt indexOf(Label label) {
        Integer index = indices.get(label);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
