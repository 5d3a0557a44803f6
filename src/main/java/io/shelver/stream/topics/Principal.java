// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

/** The parties that use the topics of Shelver, each with permissions of its own. */
public enum Principal {
    PIPELINE("upload-pipeline", "sends uploads"),
    CLASSIFIER("shelver", "`run`"),
    TOPICS("shelver-topics", "`topics`"),
    CATALOGUE("catalogue", "reads categories, with a group of this name"),
    REVIEWS("review-queue", "reads reviews, with a group of this name"),
    OPERATOR("shelver-operator", "reads dead letters, `replay`");

    private final String key;
    private final String does;

    Principal(String key, String does) {
        this.key = key;
        this.does = does;
    }

    /** The name of the principal, unless a deployment chooses another. */
    public String key() {
        return key;
    }

    String does() {
        return does;
    }
}
