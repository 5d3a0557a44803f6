// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

/** The three ways out. */
public enum Door {
    CATEGORIES("categories"), REVIEWS("reviews"), DEAD_LETTERS("dead-letters");

    private final String node;

    Door(String node) {
        this.node = node;
    }

    /** The name of the sink in the topology. */
    String node() {
        return node;
    }
}
