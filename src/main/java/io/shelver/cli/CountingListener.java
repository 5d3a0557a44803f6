// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.metrics.Meters;
import io.shelver.stream.FailureClass;
import io.shelver.stream.StreamListener;
import java.time.Duration;

/** Counts what happens in the stream. */
record CountingListener(Meters meters) implements StreamListener {
    @Override
    public void received() {
        meters.upload();
    }

    @Override
    public void classified(int listings, Duration took) {
        meters.batch(listings, took);
    }

    @Override
    public void decided(Decision decision) {
        switch (decision) {
            case Decision.Categorized categorized -> meters.outcome(Door.CATEGORIES.key());
            case Decision.NeedsReview review -> {
                meters.outcome(Door.REVIEWS.key());
                review.reasons().forEach(reason -> meters.reason(reason.code().name()));
            }
        }
    }

    @Override
    public void deadLetter(FailureClass failureClass) {
        meters.outcome(Door.DEAD_LETTERS.key());
        meters.failure(failureClass.name());
    }
}
