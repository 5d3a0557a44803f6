// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.catalog.Listing;
import io.shelver.stream.clients.CommittedOutcomes;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends uploads on a fixed schedule that waits for nothing (an open loop). Latency counts from the scheduled time, so
 * that an upload which a stall delayed does not pass for a fast one (coordinated omission).
 */
final class OpenLoop {
    /** The share of uploads that come first and are not counted. */
    private static final double LEAD_IN = 0.1;
    private static final int DIGITS = 3;

    private final Testbed testbed;
    private final StreamSettings settings;
    private final MeasuredFlow.Running running;
    private final UploadSender sender;
    private final CommittedOutcomes outcomes;
    private int runs;

    OpenLoop(Testbed testbed, StreamSettings settings, MeasuredFlow.Running running, UploadSender sender,
            CommittedOutcomes outcomes) {
        this.testbed = testbed;
        this.settings = settings;
        this.running = running;
        this.sender = sender;
        this.outcomes = outcomes;
    }

    /**
     * Offers uploads at a constant rate and waits until all have an outcome.
     *
     * @param load
     *            the rate as a share of the saturation throughput, in (0, 1)
     * @param perSecond
     *            the uploads a second
     * @param time
     *            the time to offer uploads for
     */
    Latency offer(double load, double perSecond, Duration time) throws InterruptedException {
        int uploads = Math.max(20, (int) (perSecond * time.toNanos() / 1e9));
        double between = 1e9 / perSecond;
        String run = runs++ + "-";
        Histogram micros = new Histogram(DIGITS);
        // Begins a little later, so that the first upload is not late already.
        long begin = System.nanoTime() + Duration.ofMillis(100).toNanos();
        Thread sending = Thread.ofPlatform().name("bench-sender").daemon()
                .start(() -> send(run, uploads, begin, between));
        try (ProgressListener.Phase phase = testbed.progress()
                .begin("latency at %.0f%%".formatted(100 * load), uploads)) {
            long heard = System.nanoTime();
            for (int came = 0; came < uploads;) {
                List<String> keys = outcomes.poll(Duration.ofMillis(10));
                long now = System.nanoTime();
                for (String key : keys) {
                    if (key.startsWith(run)) {
                        int upload = Integer.parseInt(key.substring(run.length()));
                        came++;
                        if (upload >= LEAD_IN * uploads) {
                            micros.recordValue(Math.max(0, (now - begin - (long) (upload * between)) / 1_000));
                        }
                    }
                }
                phase.step(keys.size());
                running.check();
                heard = keys.isEmpty() ? heard : now;
                if (now - heard > Testbed.PATIENCE.toNanos()) {
                    throw StreamException.noOutcome(Testbed.PATIENCE, uploads - came);
                }
            }
        } finally {
            sending.interrupt();
            sending.join();
        }
        return new Latency(load, perSecond, micros.getTotalCount(), micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3, micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    private void send(String run, int uploads, long begin, double between) {
        List<Listing> listings = testbed.listings();
        for (int i = 0; i < uploads && !Thread.currentThread().isInterrupted(); i++) {
            long due = begin + (long) (i * between);
            for (long left = due - System.nanoTime(); left > 0
                    && !Thread.currentThread().isInterrupted(); left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Testbed.send(sender, listings.get(i % listings.size()), run + i);
        }
    }
}
