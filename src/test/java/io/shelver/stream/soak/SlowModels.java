// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.testing.FakeClassifier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Fakes that take their time, so that a kill meets them at work. */
public final class SlowModels implements ClassifierProcess.Models {
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    @Override
    public Classifier classifier() {
        return listings -> {
            LockSupport.parkNanos(BATCH_NANOS);
            return listings.stream().map(FakeClassifier::decide).toList();
        };
    }

    @Override
    public Taxonomy taxonomy() {
        return FakeClassifier.TAXONOMY;
    }
}
