// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.bundle.Bundle;
import io.shelver.classify.Classifier;
import io.shelver.classify.Pictures;
import io.shelver.inference.Provider;
import java.util.List;

/**
 * What is measured.
 *
 * @param providers
 *            that run its models, the first first
 * @param modelThreads
 *            CPU threads of the models, 1 or more
 * @param steps
 *            what its models and the stream tell how long they took
 */
public record MeasuredClassifier(Bundle bundle, List<Provider> providers, int modelThreads, Pictures pictures,
        Classifier classifier, StepTimes steps) {
    public MeasuredClassifier {
        providers = List.copyOf(providers);
    }
}
