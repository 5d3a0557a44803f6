// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.bundle.Bundle;
import io.shelver.classify.Classifier;
import io.shelver.classify.Pictures;
import io.shelver.inference.Provider;
import java.util.List;

/**
 * A classifier to measure, and what it runs on.
 *
 * @param providers
 *            the execution providers of its models, the preferred one first
 * @param modelThreads
 *            CPU threads of the models, at least 1
 * @param steps
 *            sums up how long its models and the stream take
 */
public record MeasuredClassifier(Bundle bundle, List<Provider> providers, int modelThreads, Pictures pictures,
        Classifier classifier, StepTimes steps) {
    public MeasuredClassifier {
        providers = List.copyOf(providers);
    }
}
