// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/** The three ways out of Shelver. Every upload leaves by exactly one of them. */
public enum Door {
    CATEGORIES("categories"),
    REVIEWS("reviews"),
    DEAD_LETTERS("dead-letters");

    private final String key;

    Door(String key) {
        this.key = key;
    }

    /** The name of the door in files and meters, such as {@code dead-letters}. */
    public String key() {
        return key;
    }
}
