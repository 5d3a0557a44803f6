// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Deliveries;
import io.shelver.stream.Delivery;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.soak.ClassifierProcess.Models;
import io.shelver.stream.soak.ClassifierProcess.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Three classifiers, processes of their own, are restarted one after the other while uploads keep coming, and a {@code
 * read_committed} reader watches how long each partition stands still.
 *
 * @param first
 *            whether a new one is started before the old one is told to stop, or when it has ended
 * @param staticMembers
 *            whether each keeps its membership while it is away (KIP-345)
 * @param perSecond
 *            uploads
 * @param settle
 *            between two restarts, in which whoever came takes its share
 * @param models
 *            what they classify with
 * @param properties
 *            of Kafka, by its names
 */
record RollingRestart(First first, boolean staticMembers, int perSecond, Duration settle,
        Class<? extends Models> models, Map<String, String> properties) {
    private static final int INSTANCES = 3;
    private static final Duration LONG = Duration.ofMinutes(2);

    /** What comes first. */
    enum First {
        /** As a StatefulSet does it, or a Deployment without surge. */
        STOP,
        /** As a Deployment with a surge does it. */
        START
    }

    /**
     * What a reader saw.
     *
     * @param longestPause
     *            between two deliveries from one partition during the restarts
     * @param usualPause
     *            the same, before them
     */
    record Outcome(Audit audit, long uploads, Duration longestPause, Duration usualPause, Duration took) {}

    /** The uploads, and when what came of them was seen. */
    private static final class Watch implements AutoCloseable {
        private final UploadFeed feed;
        private final Deliveries deliveries;
        private final int perSecond;
        private final Map<Integer, Instant> last = new HashMap<>();
        private Instant begin = Instant.now();
        private long sentBefore;
        private Duration longest = Duration.ZERO;

        Watch(StreamSettings settings, int perSecond) {
            this.feed = new UploadFeed(settings);
            this.deliveries = new Deliveries(settings, this::saw);
            this.perSecond = perSecond;
        }

        private void saw(Delivery delivery) {
            Instant now = Instant.now();
            Instant before = last.put(delivery.partition(), now);
            if (before != null && Duration.between(before, now).compareTo(longest) > 0) {
                longest = Duration.between(before, now);
            }
        }

        void during(Duration time) {
            Instant until = Instant.now().plus(time);
            while (Instant.now().isBefore(until)) {
                step();
            }
        }

        /** Sends what is due, and reads. */
        void step() {
            long due = sentBefore + Duration.between(begin, Instant.now()).toMillis() * perSecond / 1000;
            while (feed.count() < due) {
                long number = feed.count();
                feed.send(utf8(NumberedUploads.key(number)), NumberedUploads.value(number));
            }
            deliveries.poll();
        }

        /** @return the longest pause up to now; from here on another is looked for */
        Duration takeLongest() {
            Duration found = longest;
            longest = Duration.ZERO;
            return found;
        }

        void restartClock() {
            begin = Instant.now();
            sentBefore = feed.count();
        }

        void drain() {
            Instant until = Instant.now().plus(LONG);
            while (deliveries.count() < feed.count()) {
                assertThat(Instant.now()).as("%d of %d left", deliveries.count(), feed.count()).isBefore(until);
                deliveries.poll();
            }
        }

        @Override
        public void close() {
            feed.close();
            deliveries.close();
        }
    }

    /**
     * @param logs
     *            where the processes write their errors
     * @param data
     *            the broker's
     */
    Outcome run(Path logs, Path data) throws Exception {
        Files.createDirectories(logs);
        List<JavaProcess> classifiers = new ArrayList<>();
        try (Cluster cluster = new Cluster(1, data, logs.resolve("broker.log"))) {
            StreamSettings settings = Streams.settings(cluster.bootstrapServers(), properties);
            Streams.createTopics(settings);
            try (Watch watch = new Watch(settings, perSecond)) {
                for (int member = 0; member < INSTANCES; member++) {
                    classifiers.add(start(settings, member, logs));
                }
                classifiers.forEach(JavaProcess::firstLine);
                watch.restartClock();
                watch.during(settle.multipliedBy(2));
                watch.takeLongest();
                watch.during(settle);
                Duration usual = watch.takeLongest();
                Instant start = Instant.now();
                for (int member = 0; member < INSTANCES; member++) {
                    classifiers.set(member, restart(classifiers.get(member), settings, member, logs, watch));
                    watch.during(settle);
                }
                Duration took = Duration.between(start, Instant.now());
                Duration longest = watch.takeLongest();
                watch.drain();
                return new Outcome(audit(settings, watch.feed.count()), watch.feed.count(), longest, usual, took);
            }
        } finally {
            for (JavaProcess classifier : classifiers) {
                classifier.kill();
            }
        }
    }

    private JavaProcess restart(JavaProcess old, StreamSettings settings, int member, Path logs, Watch watch)
            throws IOException, InterruptedException {
        if (first == First.STOP) {
            stop(old, watch);
        }
        JavaProcess next = start(settings, member, logs);
        await(watch, next);
        if (first == First.START) {
            stop(old, watch);
        }
        return next;
    }

    private static void stop(JavaProcess old, Watch watch) throws IOException, InterruptedException {
        old.signal("TERM");
        Instant until = Instant.now().plus(LONG);
        while (old.isAlive()) {
            assertThat(Instant.now()).as("told to stop").isBefore(until);
            watch.step();
        }
        assertThat(old.status()).isZero();
    }

    private static void await(Watch watch, JavaProcess classifier) {
        Instant until = Instant.now().plus(LONG);
        while (!classifier.isReady()) {
            assertThat(Instant.now()).as("started").isBefore(until);
            watch.step();
        }
    }

    private JavaProcess start(StreamSettings settings, int member, Path logs) throws IOException {
        Map<String, String> own = new HashMap<>(properties);
        if (staticMembers) {
            own.put("group.instance.id", "classifier-" + member);
        }
        return ClassifierProcess.start(Streams.settings(settings.bootstrapServers(), own), models,
                Variant.EXACTLY_ONCE, logs.resolve("classifiers.log"));
    }

    private static Audit audit(StreamSettings settings, long uploads) {
        Ledger outcomes = new Ledger(Math.toIntExact(uploads), NumberedUploads::isOf);
        Deliveries.readAll(settings, outcomes::add);
        return outcomes.audit();
    }
}
