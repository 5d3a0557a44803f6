// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import java.nio.file.Path;

/**
 * An input of a fusion graph that reads the features of a modality.
 *
 * @param width
 *            how many there are of each listing, 1 or more
 */
record FeatureInput(Path fusion, String modality, int width) {
    static final String SUFFIX = ".features";

    /** Its name in the graph. */
    String name() {
        return modality + SUFFIX;
    }
}
