// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/** The bundle that decided, and its taxonomy. */
public record Provenance(String bundle, String bundleVersion, String taxonomy, String taxonomyVersion) {

    /** {@code bundle@version}. */
    @Override
    public String toString() {
        return bundle + "@" + bundleVersion;
    }
}
