// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.Calibration;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.classify.DecisionPolicy;
import io.shelver.classify.LateFusionClassifier;
import io.shelver.classify.Pictures;
import io.shelver.inference.Models;
import io.shelver.inference.Provider;
import io.shelver.testing.TinyBundle;
import java.time.Duration;
import java.util.Map;

/** The real classifier with the small text bundle of the repository. */
final class TinyModels implements ClassifierProcess.Models {
    private static final Pictures NONE = Pictures.oneByOne(image -> {
        throw new Pictures.UnreadableException("no pictures here");
    });

    private final Bundle bundle = Bundle.open(TinyBundle.FOLDER);

    @Override
    public Classifier classifier() {
        Models models = Models.open(bundle, NONE, Duration.ofSeconds(1), Provider.parse("cpu"), false, 1);
        Calibration calibration = bundle.exhaustive();
        DecisionPolicy policy = new DecisionPolicy(bundle.decoding(),
                calibration.acceptance(calibration.defaultTarget()),
                Map.of(), bundle.provenance());
        return new LateFusionClassifier(models.modalities(), calibration.cascade(), models.fusion(), policy,
                Duration.ofSeconds(4));
    }

    @Override
    public Taxonomy taxonomy() {
        return bundle.taxonomy();
    }
}
