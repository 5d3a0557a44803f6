// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The labels a bundle can give, each with an index; parents stand before their children. */
public final class Taxonomy {
    /** {@link #parent} of a root. */
    public static final int NO_PARENT = -1;

    private final String name;
    private final String version;
    private final List<Label> labels;
    private final Map<Label, Integer> indices = new HashMap<>();
    private final int[] parents;

    public Taxonomy(String name, String version, List<Label> labels) {
        this.name = name;
        this.version = version;
        this.labels = List.copyOf(labels);
        this.parents = new int[labels.size()];
        for (int index = 0; index < labels.size(); index++) {
            Label label = labels.get(index);
            parents[index] = label.parent().map(parent -> indexBefore(parent, label)).orElse(NO_PARENT);
            if (indices.put(label, index) != null) {
                throw new IllegalArgumentException("the label '%s' stands twice in the taxonomy".formatted(label));
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
                    "the label '%s' stands before its parent '%s', or without it".formatted(child, parent));
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

    /** The index of the parent, or {@link #NO_PARENT}. */
    public int parent(int index) {
        return parents[index];
    }

    public OptionalInt indexOf(Label label) {
        Integer index = indices.get(label);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
