// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.catalog.Listing;
import io.shelver.stream.clients.CommittedOutcomes;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.topics.TopicReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A broker and listings to send to it. Every run has topics and a group of its own, so that no run sees what another
 * left.
 */
final class Testbed {
    /** A run that gives no outcome for this long has failed. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SENT_BETWEEN_FLUSHES = 1_000;

    private final StreamSettings base;
    private final EventFormat format;
    private final List<Listing> listings;
    private final ProgressListener progress;

    Testbed(StreamSettings base, EventFormat format, List<Listing> listings, ProgressListener progress) {
        this.base = base;
        this.format = format;
        this.listings = List.copyOf(listings);
        this.progress = progress;
    }

    EventFormat format() {
        return format;
    }

    ProgressListener progress() {
        return progress;
    }

    List<Listing> listings() {
        return listings;
    }

    /** Creates the topics of a run and returns its settings. */
    StreamSettings newRun(String run) {
        return newRun(run, base.threads());
    }

    StreamSettings newRun(String run, int threads) {
        Topics topics = base.topics();
        return make(base.withThreads(threads).withApplicationId("bench-" + run)
                .withTopics(named(topics, run, run + "-uploads")));
    }

    /** Creates a run with doors of its own that reads the uploads of another run. */
    StreamSettings newRun(String run, StreamSettings other) {
        return make(base.withApplicationId("bench-" + run)
                .withTopics(named(base.topics(), run, other.topics().uploads())));
    }

    private static Topics named(Topics topics, String run, String uploads) {
        return new Topics(uploads, run + "-categories", run + "-reviews", run + "-dead-letters", topics.partitions(),
                topics.replication(), topics.maxUploadBytes());
    }

    private static StreamSettings make(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, PATIENCE)) {
            TopicReport report = admin.create();
            if (!report.problems().isEmpty()) {
                throw new StreamException("the topics cannot be used: " + String.join("; ", report.problems()));
            }
        }
        return settings;
    }

    /** Sends the given number of uploads. If there are fewer listings, they repeat under other ids. */
    void fill(StreamSettings settings, long records) {
        try (UploadSender sender = UploadSender.open(settings, format);
                ProgressListener.Phase phase = progress.begin("send uploads", records)) {
            for (long i = 0; i < records; i++) {
                send(sender, listings.get((int) (i % listings.size())), Long.toString(i));
                if (i % SENT_BETWEEN_FLUSHES == SENT_BETWEEN_FLUSHES - 1) {
                    sender.flush();
                    phase.step(SENT_BETWEEN_FLUSHES);
                }
            }
            sender.flush();
        }
    }

    static void send(UploadSender sender, Listing listing, String id) {
        sender.send(id, listing.title(), listing.description(), listing.image(), Instant.now());
    }

    /**
     * As {@link #pass(StreamSettings, MeasuredFlow, StepTimes, long, Duration)}, with topics of its own that are filled
     * first.
     */
    Throughput pass(String run, MeasuredFlow flow, StepTimes steps, long records, Duration most)
            throws InterruptedException {
        StreamSettings settings = newRun(run);
        fill(settings, records);
        return pass(settings, flow, steps, records, most);
    }

    /**
     * Lets uploads that are already in the topic through a flow. It counts from the first outcomes on, so the start is
     * not measured.
     *
     * @param most
     *            the longest time; uploads that are left after it do not count
     */
    Throughput pass(StreamSettings settings, MeasuredFlow flow, StepTimes steps, long records, Duration most)
            throws InterruptedException {
        try (CommittedOutcomes outcomes = CommittedOutcomes.open(settings);
                ProgressListener.Phase phase = progress.begin(settings.applicationId(), records);
                MeasuredFlow.Running running = flow.start(settings)) {
            // A mark costs as much as one or two listings, so there is one at either end only.
            Mark begin = Mark.now(0, steps);
            long heard = begin.nanos;
            for (long seen = 0;;) {
                int came = outcomes.poll(Duration.ofMillis(100)).size();
                running.check();
                if (came == 0) {
                    requireSomethingSince(heard, records - seen);
                    continue;
                }
                heard = System.nanoTime();
                boolean isFirst = seen == 0;
                seen += came;
                phase.step(came);
                if (isFirst && seen < records) {
                    begin = Mark.now(seen, steps);
                } else if (seen >= records || heard - begin.nanos >= most.toNanos()) {
                    return Mark.now(seen, steps).since(begin, outcomes.meanBytes());
                }
            }
        }
    }

    private static void requireSomethingSince(long heard, long missing) {
        if (System.nanoTime() - heard > PATIENCE.toNanos()) {
            throw StreamException.noOutcome(PATIENCE, missing);
        }
    }

    /** The state when {@code seen} outcomes have come out. */
    private record Mark(long seen, long nanos, ProcessorTimes processors, Map<String, Long> steps) {
        static Mark now(long seen, StepTimes steps) {
            return new Mark(seen, System.nanoTime(), ProcessorTimes.now(Thread.currentThread()), steps.soFar());
        }

        Throughput since(Mark then, int outcomeBytes) {
            long listings = seen - then.seen;
            Map<String, Double> took = new TreeMap<>();
            steps.forEach(
                    (step, sum) -> took.put(step, (sum - then.steps.getOrDefault(step, 0L)) / 1e6 / listings));
            return new Throughput(listings, (nanos - then.nanos) / 1e9,
                    (processors.total() - then.processors.total()) / 1e6 / listings,
                    processors.since(then.processors, listings), took,
                    Math.max(0, processors.allocated() - then.processors.allocated()) / (double) listings,
                    outcomeBytes);
        }
    }
}
