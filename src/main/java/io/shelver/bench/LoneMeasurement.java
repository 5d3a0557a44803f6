// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.catalog.Listing;
import io.shelver.stream.clients.CommittedOutcomes;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends an upload, waits for its outcome, pauses and sends the next. The pauses differ, so that uploads meet every
 * phase of the commit interval.
 */
final class LoneMeasurement {
    private static final double COMPUTE_ALLOWED = 1.2;
    private static final int LEAD_IN = 3;
    private static final int MEAN_CYCLE_MS = 500;

    private final Testbed testbed;
    private final MeasuredClassifier measured;
    private final SplittableRandom random = new SplittableRandom(1);

    LoneMeasurement(Testbed testbed, MeasuredClassifier measured) {
        this.testbed = testbed;
        this.measured = measured;
    }

    LoneUploads measure(Duration time) throws InterruptedException {
        int uploads = Math.toIntExact(Math.max(5, time.toMillis() / MEAN_CYCLE_MS));
        StreamSettings settings = testbed.newRun("lone");
        List<Double> took = new ArrayList<>();
        List<Double> computing = new ArrayList<>();
        try (UploadSender sender = UploadSender.open(settings, testbed.format());
                CommittedOutcomes outcomes = CommittedOutcomes.open(settings);
                ProgressListener.Phase phase = testbed.progress().begin("one at a time", uploads);
                MeasuredFlow.Running running = MeasuredFlow.exactlyOnce(measured, testbed.format()).start(settings)) {
            for (int i = -LEAD_IN; i < uploads; i++) {
                Listing listing = testbed.listings().get((i + LEAD_IN) % testbed.listings().size());
                pause();
                double sent = send(sender, outcomes, running, listing, i);
                pause();
                double computed = compute(listing);
                if (i >= 0) {
                    took.add(sent);
                    computing.add(computed);
                    phase.step(1);
                }
            }
        }
        double compute = GuaranteesMeasurement.median(computing);
        long linger = settings.linger().toMillis();
        // By default StreamProperties sets poll.ms to the linger.
        long poll = Long.parseLong(settings.overrides().getOrDefault("poll.ms", Long.toString(linger)));
        long commit = settings.commitInterval().toMillis();
        return new LoneUploads(uploads, GuaranteesMeasurement.median(took), Collections.max(took), compute,
                linger + poll + commit + COMPUTE_ALLOWED * compute);
    }

    private void pause() {
        LockSupport.parkNanos(Duration.ofMillis(random.nextLong(100, 300)).toNanos());
    }

    private static double send(UploadSender sender, CommittedOutcomes outcomes, MeasuredFlow.Running running,
            Listing listing, int number) {
        String id = "lone-" + number;
        long begin = System.nanoTime();
        Testbed.send(sender, listing, id);
        sender.flush();
        while (!outcomes.poll(Duration.ofMillis(100)).contains(id)) {
            running.check();
            if (System.nanoTime() - begin > Testbed.PATIENCE.toNanos()) {
                throw StreamException.noOutcome(Testbed.PATIENCE, 1);
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private double compute(Listing listing) {
        long begin = System.nanoTime();
        measured.classifier().classify(List.of(listing));
        return (System.nanoTime() - begin) / 1e6;
    }
}
