// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.testing.FakeClassifier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Fakes that take for each batch what a host of pictures takes that answers late. */
public final class SlowHostModels implements ClassifierProcess.Models {
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    @Override
    public Classifier classifier() {
        return listings -> {
            long end = System.nanoTime() + BATCH_NANOS;
            for (long left = BATCH_NANOS; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return listings.stream().map(FakeClassifier::decide).toList();
        };
    }

    @Override
    public Taxonomy taxonomy() {
        return FakeClassifier.TAXONOMY;
    }
}
