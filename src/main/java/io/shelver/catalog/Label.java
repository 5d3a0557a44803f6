// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A place in the taxonomy, named by the whole path from its root. Every prefix of a path is a label too.
 *
 * @param path
 *            names from root to leaf, at least one, none blank
 */
public record Label(List<String> path) {
    public static final String SEPARATOR = " > ";

    public Label {
        path = List.copyOf(path);
        if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "a label needs a path of one or more names, none of them blank, not " + path);
        }
    }

    public static Label of(String... path) {
        return new Label(List.of(path));
    }

    public String root() {
        return path.getFirst();
    }

    public String leaf() {
        return path.getLast();
    }

    public Optional<Label> parent() {
        return path.size() == 1 ? Optional.empty() : Optional.of(new Label(path.subList(0, path.size() - 1)));
    }

    /** The path joined by {@value #SEPARATOR}. */
    @Override
    public String toString() {
        return String.join(SEPARATOR, path);
    }
}
