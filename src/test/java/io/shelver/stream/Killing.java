// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.utf8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Uploads through two classifiers, of which one is attacked whenever another share of the uploads is out.
 *
 * @param models
 *            what the classifiers run
 * @param changeLog
 *            whether what waits in a batch is logged; without, the audit must find losses
 */
record Killing(int uploads, int attacks, Attack attack, Class<? extends ClassifierProcess.Models> models,
        boolean changeLog) {
    private static final int KEYS = 500;
    private static final int INSTANCES = 2;
    private static final Duration QUIET = Duration.ofSeconds(4);
    /** Longer than the session and the transaction of {@link Streams#settings} last. */
    private static final Duration FROZEN = Duration.ofSeconds(6);

    /**
     * @param attacks
     *            how many there were, all while uploads were still under way, or 0
     */
    record Outcome(Audit audit, int deliveries, int attacks, Duration took) {}

    /**
     * @param logs
     *            where the processes write their errors
     * @param data
     *            the broker's
     */
    Outcome run(Path logs, Path data) throws Exception {
        Files.createDirectories(logs);
        try (JavaProcess broker = JavaProcess.start(BrokerProcess.class, logs.resolve("broker.log"), data.toString())) {
            StreamSettings settings = Streams.settings(broker.firstLine());
            Streams.createTopics(settings);
            feed(settings);
            Instant start = Instant.now();
            try (Fleet fleet = new Fleet(INSTANCES, settings, models, changeLog, logs.resolve("classifiers.log"));
                    Deliveries deliveries = new Deliveries(settings)) {
                for (int i = 0; i < attacks; i++) {
                    awaitShare(deliveries, fleet, uploads * (i + 1) / (attacks + 1));
                    fleet.revive();
                    attack(fleet.get(i), deliveries);
                }
                int atLast = deliveries.count();
                awaitQuiet(settings, fleet, deliveries);
                Duration took = Duration.between(start, Instant.now()).minus(QUIET);
                List<Delivery> all = Deliveries.all(settings);
                return new Outcome(Audit.of(all, uploads), all.size(), atLast < uploads ? attacks : 0, took);
            }
        }
    }

    private void attack(JavaProcess victim, Deliveries deliveries) throws Exception {
        switch (attack) {
            case KILL -> victim.kill();
            case FREEZE -> {
                victim.signal("STOP");
                Instant thaw = Instant.now().plus(FROZEN);
                while (Instant.now().isBefore(thaw)) {
                    deliveries.poll();
                }
                victim.signal("CONT");
            }
        }
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

    private static void awaitShare(Deliveries deliveries, Fleet fleet, int count) throws Exception {
        Instant until = Instant.now().plus(Duration.ofMinutes(2));
        while (deliveries.count() < count) {
            fleet.revive();
            deliveries.poll();
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("only %d of %d deliveries came".formatted(deliveries.count(), count));
            }
        }
    }

    /** Until every upload is consumed and nothing has come out for a while: what is not there then is lost. */
    private static void awaitQuiet(StreamSettings settings, Fleet fleet, Deliveries deliveries) throws Exception {
        try (Lag lag = new Lag(settings)) {
            Instant quietSince = Instant.now();
            while (Instant.now().isBefore(quietSince.plus(QUIET))) {
                fleet.revive();
                int before = deliveries.count();
                deliveries.poll();
                if (deliveries.count() > before || lag.uploads() > 0) {
                    quietSince = Instant.now();
                }
            }
        }
    }
}
