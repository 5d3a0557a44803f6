// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.inference.ModelListener;
import io.shelver.inference.Models;
import io.shelver.metrics.Measure;
import io.shelver.metrics.Meters;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Measures the waits and the runs of one model. */
final class ModelCounter implements ModelListener {
    private final Consumer<Duration> preparing;
    private final Consumer<Duration> awaitingPictures;
    private final Consumer<Duration> queued;
    private final Consumer<Duration> running;
    private final LongConsumer rows;
    private final LongConsumer outOfMemory;
    private final LongConsumer remembered;
    private final LongConsumer run;

    /**
     * @param model
     *            the name of a modality, or of the fusion
     */
    ModelCounter(Meters meters, String model) {
        preparing = meters.timer(Measure.COMPUTE, "prepare", model);
        awaitingPictures = meters.timer(Measure.QUEUE, "pictures", model);
        queued = meters.timer(Measure.QUEUE, "device", model);
        running = meters.timer(Measure.COMPUTE, "run", model);
        rows = meters.summary(Measure.DEVICE_ROWS, model);
        outOfMemory = meters.counter(Measure.DEVICE_OUT_OF_MEMORY, model);
        // The scores of the fusion are never remembered: a series for them would stay at 0.
        boolean isModality = !model.equals(Models.FUSION);
        remembered = isModality ? meters.counter(Measure.REPEATS, model, "remembered") : none -> {
        };
        run = isModality ? meters.counter(Measure.REPEATS, model, "run") : none -> {
        };
    }

    @Override
    public void prepared(Duration took) {
        preparing.accept(took);
    }

    @Override
    public void awaitedPictures(Duration waited) {
        awaitingPictures.accept(waited);
    }

    @Override
    public void queued(Duration waited) {
        queued.accept(waited);
    }

    @Override
    public void ran(int howMany, Duration took) {
        running.accept(took);
        rows.accept(howMany);
    }

    @Override
    public void ranOutOfMemory() {
        outOfMemory.accept(1);
    }

    @Override
    public void scored(int fromMemory, int byModel) {
        remembered.accept(fromMemory);
        run.accept(byModel);
    }
}
