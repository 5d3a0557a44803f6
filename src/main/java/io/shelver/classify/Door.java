// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/** The three ways out. Every upload leaves by exactly one. */
public enum Door {
    CATEGORIES("categories"),
    REVIEWS("reviews"),
    DEAD_LETTERS("dead-letters");

    private final String key;

    Door(String key) {
        this.key = key;
    }

    /** The name as files and meters write it. */
    public String key() {
        return key;
    }
}
