// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import java.util.List;

/**
 * What tells the series of a meter apart.
 *
 * @param values
 *            all it may have; empty: few, and bounded by {@code meaning}
 * @param meaning
 *            where the values come from; never from a record
 */
public record Tag(String key, List<String> values, String meaning) {
    public Tag {
        values = List.copyOf(values);
        if (values.isEmpty() && meaning.isEmpty()) {
            throw new IllegalArgumentException("the tag %s has no values and nothing that bounds them".formatted(key));
        }
    }

    static Tag of(String key, String... values) {
        return new Tag(key, List.of(values), "");
    }

    static Tag bounded(String key, String meaning) {
        return new Tag(key, List.of(), meaning);
    }

    boolean allows(String value) {
        return values.isEmpty() || values.contains(value);
    }
}
