// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import java.nio.file.Path;

/**
 * An input of a fusion graph that reads the features of a modality.
 *
 * @param fusion
 *            the file of the fusion graph
 * @param modality
 *            the name of the modality
 * @param width
 *            the number of features per listing, at least 1
 */
record FeatureInput(Path fusion, String modality, int width) {
    static final String SUFFIX = ".features";

    /** The name of the input in the graph. */
    String name() {
        return modality + SUFFIX;
    }
}
