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
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Uploads through two classifiers, of which one is killed whenever another share of the uploads is out, and started again.
 *
 * @param models
 *            what the classifiers run
 * @param changeLog
 *            whether what waits in a batch is logged; without, the audit must find losses
 */
record Killing(int uploads, int kills, Class<? extends ClassifierProcess.Models> models, boolean changeLog) {
    private static final int KEYS = 500;
    private static final int INSTANCES = 2;
    private static final Duration QUIET = Duration.ofSeconds(4);

    /**
     * @param kills
     *            how many there were while uploads were still under way
     */
    record Outcome(Audit audit, int deliveries, int kills, Duration took) {}

    Outcome run(Path directory) throws Exception {
        Files.createDirectories(directory);
        List<JavaProcess> classifiers = new ArrayList<>();
        try (JavaProcess broker = JavaProcess.start(BrokerProcess.class, directory.resolve("broker.log"),
                Files.createTempDirectory(directory, "broker").toString())) {
            StreamSettings settings = Streams.settings(broker.firstLine());
            Streams.createTopics(settings);
            for (int i = 0; i < INSTANCES; i++) {
                classifiers.add(classifier(settings, directory));
            }
            feed(settings);
            Instant start = Instant.now();
            try (Deliveries deliveries = new Deliveries(settings)) {
                for (int kill = 0; kill < kills; kill++) {
                    awaitShare(deliveries, uploads * (kill + 1) / (kills + 1));
                    classifiers.get(kill % INSTANCES).kill();
                    classifiers.set(kill % INSTANCES, classifier(settings, directory));
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

    private JavaProcess classifier(StreamSettings settings, Path directory) throws IOException {
        return JavaProcess.start(ClassifierProcess.class, directory.resolve("classifiers.log"),
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
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            Instant quietSince = Instant.now();
            while (Instant.now().isBefore(quietSince.plus(QUIET))) {
                int before = deliveries.count();
                deliveries.poll();
                if (deliveries.count() > before || lag(admin, settings) > 0) {
                    quietSince = Instant.now();
                }
            }
        }
    }

    private static long lag(Admin admin, StreamSettings settings) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin
                .listConsumerGroupOffsets(settings.applicationId()).partitionsToOffsetAndMetadata().get();
        long lag = 0;
        for (int partition = 0; partition < settings.topics().partitions(); partition++) {
            TopicPartition uploads = new TopicPartition(settings.topics().uploads(), partition);
            long end = admin.listOffsets(Map.of(uploads, OffsetSpec.latest())).partitionResult(uploads).get().offset();
            OffsetAndMetadata at = committed.get(uploads);
            lag += end - (at == null ? 0 : at.offset());
        }
        return lag;
    }
}
