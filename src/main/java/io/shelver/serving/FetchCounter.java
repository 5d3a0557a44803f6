// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.image.FetchListener;
import io.shelver.metrics.Measure;
import io.shelver.metrics.Meters;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Counts the fetches of linked pictures and the hits of their cache. */
final class FetchCounter implements FetchListener {
    private final Consumer<Duration> fetched;
    private final Consumer<Duration> failed;
    private final LongConsumer bytes;
    private final LongConsumer hits;
    private final LongConsumer misses;
    private final LongConsumer failures;

    FetchCounter(Meters meters) {
        fetched = meters.timer(Measure.IMAGE_FETCHES, "fetched");
        failed = meters.timer(Measure.IMAGE_FETCHES, "failed");
        bytes = meters.summary(Measure.IMAGE_BYTES);
        hits = meters.counter(Measure.IMAGE_CACHE, "hit");
        misses = meters.counter(Measure.IMAGE_CACHE, "miss");
        failures = meters.counter(Measure.IMAGE_CACHE, "failure");
    }

    @Override
    public void fetched(Duration took, int length) {
        fetched.accept(took);
        bytes.accept(length);
    }

    @Override
    public void failed(Duration took) {
        failed.accept(took);
    }

    @Override
    public void found() {
        hits.accept(1);
    }

    @Override
    public void missed() {
        misses.accept(1);
    }

    @Override
    public void cacheFailed() {
        failures.accept(1);
    }
}
