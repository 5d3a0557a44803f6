// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import java.util.List;

/**
 * A tag of a meter: each of its values has a series of its own.
 *
 * @param values
 *            all values that the tag may have; empty if {@code meaning} bounds them
 * @param meaning
 *            where the values come from, which is never a record, so that they stay few; empty if {@code values} lists them
 */
public record Tag(String key, List<String> values, String meaning) {
    public Tag {
        values = List.copyOf(values);
        if (values.isEmpty() && meaning.isEmpty()) {
            throw new IllegalArgumentException(
                    "the tag %s has neither values nor a meaning that bounds them: give one of them".formatted(key));
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
