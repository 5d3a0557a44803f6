// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.stream.Deliveries;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.soak.ClassifierProcess.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Uploads with every clock, while the brokers delete outcomes soon after they were written and classifiers are killed and stopped.
 *
 * @param producersClock
 *            whether the uploads topic keeps the timestamps of producers, whatever they are; else it is as {@code topics} makes it
 * @param perSecond
 *            uploads
 * @param time
 *            for which they come
 * @param retention
 *            of the outcomes
 * @param betweenFaults
 *            a kill and a stop take turns
 * @param properties
 *            of Kafka, by its names
 */
record ClockSoak(boolean producersClock, int perSecond, Duration time, Duration retention, Duration betweenFaults,
        Map<String, String> properties) {
    private static final int INSTANCES = 2;
    private static final int MOST_UPLOADS = 1_000_000;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String FOR_EVER = "-1";
    private static final String UNBOUNDED = String.valueOf(Long.MAX_VALUE);

    /**
     * What a reader found that was there all the time.
     *
     * @param early
     *            the numbers of outcomes that were deleted before their time
     * @param pinned
     *            the partitions that still had records well after the time of the last one, and how many
     */
    record Result(Audit audit, long uploads, int faults, long deleted, List<Long> early,
            Map<TopicPartition, Long> pinned) {}

    Result run(Path logs, Path data) throws Exception {
        Files.createDirectories(logs);
        try (Cluster cluster = new Cluster(1, data, logs.resolve("broker.log"),
                Map.of("log.retention.check.interval.ms", "500", "log.initial.task.delay.ms", "500"))) {
            StreamSettings settings = Streams.settings(cluster.bootstrapServers(), properties);
            Streams.createTopics(settings);
            configure(settings);
            Ledger ledger = new Ledger(MOST_UPLOADS, Clocks::isOf);
            try (RetentionWatch watch = new RetentionWatch(settings, retention);
                    Fleet fleet = new Fleet(INSTANCES, settings.sessionTimeout().plusSeconds(2),
                            () -> ClassifierProcess.start(settings, SlowModels.class,
                                    Variant.EXACTLY_ONCE, logs.resolve("classifiers.log")));
                    UploadFeed feed = new UploadFeed(settings);
                    Deliveries deliveries = new Deliveries(settings, (delivery, record) -> {
                        ledger.add(delivery);
                        watch.saw(delivery, record);
                    })) {
                int faults = send(fleet, feed, deliveries, watch);
                drain(fleet, feed, deliveries, watch);
                Map<TopicPartition, Long> pinned = pinned(deliveries, watch);
                return new Result(ledger.audit((int) feed.count()), feed.count(), faults, watch.deleted(),
                        watch.early(), pinned);
            }
        }
    }

    private int send(Fleet fleet, UploadFeed feed, Deliveries deliveries, RetentionWatch watch) throws Exception {
        Instant limit = Instant.now().plus(LONG);
        while (!fleet.isWhole()) {
            assertThat(Instant.now()).as("the classifiers run").isBefore(limit);
            fleet.tend();
        }
        int faults = 0;
        Instant start = Instant.now();
        Instant nextFault = start.plus(betweenFaults);
        while (Instant.now().isBefore(start.plus(time))) {
            long due = Duration.between(start, Instant.now()).toMillis() * perSecond / 1000;
            while (feed.count() < due) {
                watch.sends();
                Clocks.send(feed);
            }
            int target = faults % INSTANCES;
            if (Instant.now().isAfter(nextFault) && fleet.isInService(target)) {
                befall(fleet, target, faults % 4 < 2);
                faults++;
                nextFault = Instant.now().plus(betweenFaults);
            }
            step(fleet, deliveries, watch);
        }
        return faults;
    }

    private static void befall(Fleet fleet, int target, boolean kill) throws Exception {
        if (kill) {
            fleet.kill(target);
        } else {
            fleet.stop(target);
        }
    }

    private static void step(Fleet fleet, Deliveries deliveries, RetentionWatch watch) throws Exception {
        fleet.tend();
        deliveries.poll();
        watch.look();
    }

    private static void drain(Fleet fleet, UploadFeed feed, Deliveries deliveries, RetentionWatch watch)
            throws Exception {
        // Whatever is lost does not come: the audit tells.
        Instant limit = Instant.now().plusSeconds(45);
        while (deliveries.count() < feed.count() && Instant.now().isBefore(limit)) {
            step(fleet, deliveries, watch);
        }
    }

    private Map<TopicPartition, Long> pinned(Deliveries deliveries, RetentionWatch watch) throws Exception {
        Instant limit = Instant.now().plus(retention.multipliedBy(2)).plusSeconds(5);
        while (!watch.left().isEmpty() && Instant.now().isBefore(limit)) {
            deliveries.poll();
            watch.look();
        }
        return watch.left();
    }

    private void configure(StreamSettings settings) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        Arrays.stream(Door.values()).map(settings.topics()::of).forEach(topic -> changes.put(topic(topic),
                List.of(set("retention.ms", String.valueOf(retention.toMillis())), set("segment.ms", "1000"))));
        if (producersClock) {
            changes.put(topic(settings.topics().uploads()),
                    List.of(set("message.timestamp.type", "CreateTime"), set("retention.ms", FOR_EVER),
                            set("message.timestamp.before.max.ms", UNBOUNDED),
                            set("message.timestamp.after.max.ms", UNBOUNDED)));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }
}
