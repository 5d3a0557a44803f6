// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.utf8;

import io.shelver.stream.Deliveries;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.soak.ClassifierProcess.Models;
import io.shelver.stream.soak.ClassifierProcess.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Uploads through three classifiers and one broker or three, all of them processes of their own, while faults befall them. A fault falls when
 * its number of uploads is out, its target is at work and uploads are under way; others may still be healing.
 *
 * @param brokers
 *            one, or as many as the faults' targets
 * @param faults
 *            in the order in which they fall
 * @param burst
 *            uploads that come in together, once a second
 * @param properties
 *            of Kafka, by its names: {@link Streams#CLASSIC} or {@link Streams#DEFAULTS}, or those of the streams protocol
 */
record FaultSoak(int brokers, int uploads, int burst, List<Fault> faults, Class<? extends Models> models,
        Variant variant,
        Map<String, String> properties) {
    /** Of the classifiers, and of the brokers where those have faults. */
    static final int INSTANCES = 3;

    private static final int MOST_UNDER_WAY = 20_000;
    private static final int LEAST_UNDER_WAY = 50;
    private static final Duration QUIET = Duration.ofSeconds(3);
    /** What a killed instance had begun hides what came after it until the broker gives that up; whatever comes, comes before. */
    private static final Duration LOST = Duration.ofSeconds(60);
    private static final Duration LONGER_THAN_A_SESSION = Duration.ofMillis(1_800);
    private static final Duration STUCK = Duration.ofMinutes(5);

    /**
     * @param logs
     *            where the processes write their errors
     * @param data
     *            the broker's
     */
    SoakOutcome run(Path logs, Path data) throws Exception {
        Files.createDirectories(logs);
        try (Cluster cluster = new Cluster(brokers, data, logs.resolve("brokers.log"))) {
            StreamSettings settings = Streams.settings(cluster.bootstrapServers(), properties);
            Streams.createTopics(settings);
            if (settings.brokerAssigns()) {
                Streams.setSession(settings);
            }
            Course course = new Course(uploads, faults);
            Instant start = Instant.now();
            Fleet fleet = new Fleet(INSTANCES, settings.sessionTimeout().plus(LONGER_THAN_A_SESSION),
                    () -> ClassifierProcess.start(settings, models, variant, logs.resolve("classifiers.log")));
            try (fleet;
                    UploadFeed feed = new UploadFeed(settings);
                    Deliveries deliveries = new Deliveries(settings, delivery -> {
                    })) {
                run(course, cluster, fleet, feed, deliveries, settings);
            }
            Duration took = Duration.between(start, Instant.now());
            return SoakOutcome.read(settings, course, fleet, took);
        }
    }

    private void run(Course course, Cluster cluster, Fleet fleet, UploadFeed feed, Deliveries deliveries,
            StreamSettings settings) throws Exception {
        Instant nextBurst = Instant.now();
        while (feed.count() < uploads || !isOver(course, settings)) {
            cluster.tend();
            fleet.tend();
            deliveries.poll();
            course.saw(deliveries.count(), feed.count());
            Fault due = course.due();
            boolean falls = due != null && isReady(due, cluster, fleet);
            boolean underWay = feed.count() - deliveries.count() >= LEAST_UNDER_WAY;
            if (due != null && falls && underWay) {
                course.falls(due, fleet.isWhole() && cluster.isWhole());
                befall(due, cluster, fleet);
            }
            // Uploads wait for the next fault, or there would be none left for the last.
            boolean wanted = falls && !underWay || feed.count() < course.nextFalls() + burst;
            if (wanted && Instant.now().isAfter(nextBurst) && feed.count() - deliveries.count() < MOST_UNDER_WAY) {
                send(feed);
                nextBurst = Instant.now().plusSeconds(1);
            }
        }
    }

    private void send(UploadFeed feed) {
        long until = Math.min(uploads, feed.count() + burst);
        while (feed.count() < until) {
            long number = feed.count();
            feed.send(utf8(NumberedUploads.key(number)), NumberedUploads.value(number));
        }
    }

    private static boolean isReady(Fault fault, Cluster cluster, Fleet fleet) throws InterruptedException {
        return switch (fault.kind()) {
            case KILL, STOP, PAUSE -> fleet.isInService(fault.target());
            case BROKER_KILL, BROKER_BOUNCE -> cluster.isWhole();
            case REBALANCE -> true;
        };
    }

    private static void befall(Fault fault, Cluster cluster, Fleet fleet) throws Exception {
        switch (fault.kind()) {
            case KILL -> fleet.kill(fault.target());
            case STOP -> fleet.stop(fault.target());
            case PAUSE -> fleet.pause(fault.target());
            case BROKER_KILL -> cluster.crash(fault.target());
            case BROKER_BOUNCE -> cluster.bounce(fault.target());
            case REBALANCE -> fleet.invite();
        }
    }

    /** Every upload is consumed, and nothing comes out any more: what is not there then is lost. */
    private boolean isOver(Course course, StreamSettings settings) throws Exception {
        if (course.silence().compareTo(course.out() < uploads ? LOST : QUIET) < 0) {
            return false;
        }
        try (Lag lag = new Lag(settings)) {
            long left = lag.uploads();
            if (left > 0 && course.silence().compareTo(STUCK) > 0) {
                throw new IllegalStateException("%,d uploads are not consumed, and nothing has come out for %s"
                        .formatted(left, course.silence()));
            }
            return left == 0;
        }
    }
}
