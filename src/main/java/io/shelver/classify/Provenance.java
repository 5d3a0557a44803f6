// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

/** Which bundle decided, and in which taxonomy. */
public record Provenance(String bundle, String bundleVersion, String taxonomy, String taxonomyVersion) {

    /** {@code bundle@version}. */
    @Override
    public String toString() {
        return bundle + "@" + bundleVersion;
    }
}
