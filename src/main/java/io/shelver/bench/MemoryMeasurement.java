// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.image.DistinctPictures;
import io.shelver.stream.clients.CommittedOutcomes;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Lets many listings through one flow and samples the memory after each tenth of them. */
final class MemoryMeasurement {
    private static final int TENTHS = 10;
    /** The most uploads without an outcome at any time. */
    private static final int IN_FLIGHT = 5_000;

    private final Testbed testbed;
    private final MeasuredClassifier measured;

    MemoryMeasurement(Testbed testbed, MeasuredClassifier measured) {
        this.testbed = testbed;
        this.measured = measured;
    }

    /** Measures with listings whose pictures are left out. */
    Memory texts(long howMany) throws InterruptedException {
        List<Listing> texts = testbed.listings().stream()
                .filter(listing -> !listing.title().isBlank() || !listing.description().isBlank())
                .map(listing -> new Listing(listing.id(), listing.title(), listing.description(), new Image.None()))
                .toList();
        return measure("texts", howMany, number -> texts.get((int) (number % texts.size())));
    }

    /** Measures with listings whose pictures all differ. */
    Memory pictures(long howMany) throws InterruptedException {
        List<Listing> pictured = testbed.listings().stream()
                .filter(listing -> listing.image() instanceof Image.Inline).toList();
        return measure("pictures", howMany, number -> {
            Listing listing = pictured.get((int) (number % pictured.size()));
            return listing.image() instanceof Image.Inline inline
                    ? new Listing(listing.id(), listing.title(), listing.description(),
                            DistinctPictures.of(inline, number))
                    : listing;
        });
    }

    private Memory measure(String what, long howMany, LongFunction<Listing> listing) throws InterruptedException {
        StreamSettings settings = testbed.newRun("memory-" + what);
        List<Memory.Sample> samples = new ArrayList<>();
        try (UploadSender sender = UploadSender.open(settings, testbed.format());
                CommittedOutcomes outcomes = CommittedOutcomes.open(settings);
                ProgressListener.Phase phase = testbed.progress().begin("memory, " + what, howMany);
                MeasuredFlow.Running running = MeasuredFlow.exactlyOnce(measured, testbed.format()).start(settings)) {
            long sent = 0;
            long came = 0;
            long heard = System.nanoTime();
            for (int tenth = 1; tenth <= TENTHS; tenth++) {
                long until = howMany * tenth / TENTHS;
                while (came < until) {
                    for (long room = came + IN_FLIGHT; sent < Math.min(until, room); sent++) {
                        Testbed.send(sender, listing.apply(sent), Long.toString(sent));
                    }
                    int now = outcomes.poll(Duration.ofMillis(50)).size();
                    came += now;
                    phase.step(now);
                    running.check();
                    heard = now > 0 ? System.nanoTime() : heard;
                    if (System.nanoTime() - heard > Testbed.PATIENCE.toNanos()) {
                        throw StreamException.noOutcome(Testbed.PATIENCE, sent - came);
                    }
                }
                samples.add(Memory.Sample.now(came));
            }
        }
        return new Memory(what, howMany, samples);
    }
}
