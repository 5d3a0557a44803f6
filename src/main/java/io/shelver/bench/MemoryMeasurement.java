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

/** Lets many listings through one stream, and looks at the memory after each tenth of them. */
final class MemoryMeasurement {
    private static final int TENTHS = 10;
    /** So many are on their way at most. */
    private static final int IN_FLIGHT = 5_000;

    private final Pipeline pipeline;
    private final Subject subject;

    MemoryMeasurement(Pipeline pipeline, Subject subject) {
        this.pipeline = pipeline;
        this.subject = subject;
    }

    /** Listings without their pictures. */
    Memory texts(long howMany) throws InterruptedException {
        List<Listing> texts = pipeline.listings().stream()
                .filter(listing -> !listing.title().isBlank() || !listing.description().isBlank())
                .map(listing -> new Listing(listing.id(), listing.title(), listing.description(), new Image.None()))
                .toList();
        return measure("texts", howMany, number -> texts.get((int) (number % texts.size())));
    }

    /** Listings with pictures that no other has. */
    Memory pictures(long howMany) throws InterruptedException {
        List<Listing> pictured = pipeline.listings().stream()
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
        StreamSettings settings = pipeline.topics("memory-" + what);
        List<Memory.Sample> samples = new ArrayList<>();
        try (UploadSender sender = UploadSender.open(settings, pipeline.format());
                CommittedOutcomes outcomes = CommittedOutcomes.open(settings);
                Progress.Phase phase = pipeline.progress().begin("memory, " + what, howMany);
                Flow.Running running = Flow.exactlyOnce(subject, pipeline.format()).start(settings)) {
            long sent = 0;
            long came = 0;
            long heard = System.nanoTime();
            for (int tenth = 1; tenth <= TENTHS; tenth++) {
                long until = howMany * tenth / TENTHS;
                while (came < until) {
                    for (long room = came + IN_FLIGHT; sent < Math.min(until, room); sent++) {
                        Pipeline.send(sender, listing.apply(sent), Long.toString(sent));
                    }
                    int now = outcomes.poll(Duration.ofMillis(50)).size();
                    came += now;
                    phase.step(now);
                    running.check();
                    heard = now > 0 ? System.nanoTime() : heard;
                    if (System.nanoTime() - heard > Pipeline.PATIENCE.toNanos()) {
                        throw new StreamException("nothing came out for %d s; %d uploads are missing"
                                .formatted(Pipeline.PATIENCE.toSeconds(), sent - came));
                    }
                }
                samples.add(Memory.Sample.now(came));
            }
        }
        return new Memory(what, howMany, samples);
    }
}
