// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.utf8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Uploads through two classifiers, of which one is attacked whenever another share of the uploads is out.
 *
 * @param models
 *            what the classifiers run
 * @param changeLog
 *            whether what waits in a batch is logged; without, the audit must find losses
 */
record Killing(int uploads, int kills, Attack attack, Class<? extends ClassifierProcess.Models> models,
        boolean changeLog) {
    private static final int KEYS = 500;
    private static final int INSTANCES = 2;
    private static final Duration QUIET = Duration.ofSeconds(4);
    /** Longer than the session and the transaction of {@link Streams#settings} last. */
    private static final Duration FROZEN = Duration.ofSeconds(6);

    /**
     * @param kills
     *            how many there were while uploads were still under way
     */
    record Outcome(Audit audit, int deliveries, int kills, Duration took) {}

    /**
     * @param logs
     *            where the processes write their errors
     * @param data
     *            the broker's
     */
    Outcome run(Path logs, Path data) throws Exception {
        Files.createDirectories(logs);
        List<JavaProcess> classifiers = new ArrayList<>();
        try (JavaProcess broker = JavaProcess.start(BrokerProcess.class, logs.resolve("broker.log"),
                data.toString())) {
            StreamSettings settings = Streams.settings(broker.firstLine());
            Streams.createTopics(settings);
            for (int i = 0; i < INSTANCES; i++) {
                classifiers.add(classifier(settings, logs));
            }
            feed(settings);
            Instant start = Instant.now();
            try (Deliveries deliveries = new Deliveries(settings)) {
                for (int kill = 0; kill < kills; kill++) {
                    awaitShare(deliveries, uploads * (kill + 1) / (kills + 1));
                    attack(classifiers, kill % INSTANCES, deliveries, settings, logs);
                }
                int atLastKill = deliveries.found().size();
                awaitQuiet(settings, deliveries);
                Duration took = Duration.between(start, Instant.now()).minus(QUIET);
                List<Delivery> all = Deliveries.all(settings);
                return new Outcome(Audit.of(all, uploads), all.size(), atLastKill < uploads ? kills : 0, took);
            }
        } finally {
            for (JavaProcess classifier : classifiers) {
                classifier.kill();
            }
        }
    }

    private void attack(List<JavaProcess> classifiers, int victim, Deliveries deliveries, StreamSettings settings,
            Path logs) throws Exception {
        switch (attack) {
            case KILL -> {
                classifiers.get(victim).kill();
                classifiers.set(victim, classifier(settings, logs));
            }
            case FREEZE -> {
                classifiers.get(victim).signal("STOP");
                Instant thaw = Instant.now().plus(FROZEN);
                while (Instant.now().isBefore(thaw)) {
                    deliveries.poll();
                }
                classifiers.get(victim).signal("CONT");
            }
        }
    }

    private JavaProcess classifier(StreamSettings settings, Path logs) throws IOException {
        return JavaProcess.start(ClassifierProcess.class, logs.resolve("classifiers.log"),
                settings.bootstrapServers(), models.getName(), String.valueOf(changeLog));
    }

    private void feed(StreamSettings settings) {
        try (UploadFeed feed = new UploadFeed(settings)) {
            for (int number = 0; number < uploads; number++) {
                String key = "listing-" + number % KEYS;
                feed.send(utf8(key), number % 97 == 0
                        ? utf8("not Avro")
                        : bytes(
                                titled(key, number % 10 == 0 ? "unsure boots" : "red boots")));
            }
        }
    }

    private void awaitShare(Deliveries deliveries, int count) {
        Instant until = Instant.now().plus(Duration.ofMinutes(2));
        while (deliveries.count() < count) {
            deliveries.poll();
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("only %d of %d deliveries came".formatted(deliveries.count(), count));
            }
        }
    }

    /** Until every upload is consumed and nothing has come out for a while: what is not there then is lost. */
    private static void awaitQuiet(StreamSettings settings, Deliveries deliveries) throws Exception {
        try (Lag lag = new Lag(settings)) {
            Instant quietSince = Instant.now();
            while (Instant.now().isBefore(quietSince.plus(QUIET))) {
                int before = deliveries.count();
                deliveries.poll();
                if (deliveries.count() > before || lag.uploads() > 0) {
                    quietSince = Instant.now();
                }
            }
        }
    }
}
