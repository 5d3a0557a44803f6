// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Deliveries;
import io.shelver.stream.Delivery;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Three brokers and three instances of {@code run}, each a process, as a deployment has them: 30 partitions, default settings, and
 * the brokers' own defaults of everything that decides when a dead client is given up. One thread sends, reads with
 * {@code read_committed} and measures; what happens to an instance happens between two of its steps.
 */
final class Deployment implements AutoCloseable {
    static final int INSTANCES = 3;
    static final int PARTITIONS = 30;
    private static final int MOST_UPLOADS = 1_000_000;

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration BETWEEN_SCRAPES = Duration.ofMillis(100);
    /** What the embedded broker shortens, as Kafka has it. */
    private static final Map<String, String> AS_KAFKA_HAS_IT = Map.of(
            "group.initial.rebalance.delay.ms", "3000",
            "group.min.session.timeout.ms", "6000",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000",
            "broker.session.timeout.ms", "9000",
            "broker.heartbeat.interval.ms", "2000");

    private final Map<String, String> environment;
    private final Cluster cluster;
    private final StreamSettings settings;
    private final Admin admin;
    private final UploadFeed feed;
    private final Deliveries deliveries;
    private final Ledger ledger = new Ledger(MOST_UPLOADS,
            delivery -> delivery.key().equals(Load.key(delivery.number())));
    private final List<RunProcess> instances = new ArrayList<>();
    private final List<RunProcess> all = new ArrayList<>();
    private final Path logs;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<Integer> silent = new HashSet<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private Load load;
    private Instant loadedSince = Instant.now();
    private long sentBefore;

    /**
     * How an instance came into service.
     *
     * @param toRunning
     *            from the start of its process until it said that it runs
     * @param toOutcome
     *            from there to its first committed outcome
     */
    record Joined(Duration toRunning, Duration toOutcome) {}

    /**
     * @param environment
     *            on top of the defaults
     */
    Deployment(Path logs, Path data, Map<String, String> environment, Load load) throws Exception {
        Files.createDirectories(logs);
        this.logs = logs;
        this.load = load;
        this.environment = new HashMap<>(environment);
        this.environment.put("SHELVER_STREAM_THREADS", "0");
        cluster = new Cluster(INSTANCES, data, logs.resolve("brokers.log"), AS_KAFKA_HAS_IT);
        StreamSettings plain = Streams.plain(cluster.bootstrapServers());
        settings = plain.withTopics(plain.topics().withPartitions(PARTITIONS));
        Streams.createTopics(settings);
        admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
        feed = new UploadFeed(settings);
        deliveries = new Deliveries(settings, this::saw);
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(start());
        }
        until(() -> instances.stream().allMatch(RunProcess::isRunning), "running");
        loadWith(load);
        untilEveryPartitionHasAnother(System.nanoTime());
    }

    private RunProcess start() throws IOException {
        RunProcess instance = RunProcess.start(settings, ":", environment);
        all.add(instance);
        return instance;
    }

    private void saw(Delivery delivery, ConsumerRecord<byte[], byte[]> record) {
        ledger.add(delivery);
        if (record.offset() >= ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
            silent.remove(delivery.partition());
        }
    }

    /** From now on. */
    void loadWith(Load next) {
        load = next;
        loadedSince = Instant.now();
        sentBefore = feed.count();
    }

    private void step() {
        long due = load.due(loadedSince, feed.count() - sentBefore, feed.count() - deliveries.count());
        for (long i = 0; i < due; i++) {
            load.send(feed);
        }
        deliveries.poll();
    }

    void during(Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            step();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void until(Condition condition, String what) throws Exception {
        Instant end = Instant.now().plus(LONG);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not in time: %s; %,d of %,d uploads are out; the instances said: %s"
                        .formatted(what, deliveries.count(), feed.count(),
                                instances.stream().map(RunProcess::output).toList()));
            }
            step();
        }
    }

    /**
     * The time from {@code since}, of the nanosecond clock, until every partition has an outcome that was not committed by now. Each upload has its outcome
     * in the partition of its own number, so this covers the partitions of whoever has just died.
     */
    Duration untilEveryPartitionHasAnother(long since) throws Exception {
        ends.clear();
        ends.putAll(committedEnds());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            silent.add(partition);
        }
        until(silent::isEmpty, "an outcome of every partition");
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private Map<TopicPartition, Long> committedEnds() throws ExecutionException, InterruptedException {
        Topics topics = settings.topics();
        Map<TopicPartition, OffsetSpec> doors = new HashMap<>();
        Stream.of(topics.categories(), topics.reviews(), topics.deadLetters()).forEach(topic -> {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                doors.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        });
        Map<TopicPartition, Long> found = new HashMap<>();
        admin.listOffsets(doors, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get()
                .forEach((partition, end) -> found.put(partition, end.offset()));
        return found;
    }

    /** {@code kill -9}. Nobody replaces them yet. */
    void kill(int... members) throws InterruptedException {
        for (int member : members) {
            instances.get(member).kill();
        }
    }

    /** SIGTERM. @return how long it took to end with status 0 */
    Duration stop(int member) throws Exception {
        return stop(instances.get(member));
    }

    private Duration stop(RunProcess instance) throws Exception {
        Instant told = Instant.now();
        instance.tellToStop();
        until(() -> !instance.isAlive(), "stopped");
        Duration took = Duration.between(told, Instant.now());
        assertThat(instance.awaitStatus()).as(instance.output()).isZero();
        return took;
    }

    /** SIGTERM while the partitions move to one more instance, which stays in the place of the one that was stopped. */
    Duration stopWhileAnotherJoins(int member) throws Exception {
        RunProcess guest = start();
        until(() -> guest.output().contains("HTTP at "), "opened");
        until(() -> isMoving() || guest.isRunning(), "a rebalance");
        Duration took = stop(member);
        until(guest::isRunning, "running");
        instances.set(member, guest);
        return took;
    }

    private boolean isMoving() throws Exception {
        return switch (admin.describeConsumerGroups(List.of(settings.applicationId())).all().get()
                .get(settings.applicationId()).groupState()) {
            case PREPARING_REBALANCE, COMPLETING_REBALANCE -> true;
            default -> false;
        };
    }

    /** Starts an instance in the place of one that has ended, and does not wait for it. */
    void replace(int... members) throws IOException {
        for (int member : members) {
            instances.set(member, start());
        }
    }

    /** Starts an instance in the place of one that has ended. */
    Joined join(int member) throws Exception {
        Instant started = Instant.now();
        RunProcess joiner = start();
        instances.set(member, joiner);
        until(joiner::isRunning, "running");
        Instant running = Instant.now();
        String url = joiner.url().orElseThrow();
        Instant[] next = {running};
        until(() -> {
            if (Instant.now().isBefore(next[0])) {
                return false;
            }
            next[0] = Instant.now().plus(BETWEEN_SCRAPES);
            return hasCommitted(url);
        }, "the first outcome of a joiner");
        return new Joined(Duration.between(started, running), Duration.between(running, Instant.now()));
    }

    /** Latency is measured at the commit. */
    private boolean hasCommitted(String url) throws IOException, InterruptedException {
        String meters = http.send(HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), BodyHandlers.ofString())
                .body();
        return meters.lines().filter(line -> line.startsWith("shelver_latency_seconds_count"))
                .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) > 0);
    }

    void untilAllRun() throws Exception {
        until(() -> instances.stream().allMatch(RunProcess::isRunning), "running");
    }

    /** No more comes; what became of everything that came. */
    Audit drain() throws Exception {
        loadWith(Load.backlog(0, null));
        until(() -> deliveries.count() >= feed.count(), "drained");
        during(Duration.ofSeconds(2));
        return ledger.audit((int) feed.count());
    }

    long uploads() {
        return feed.count();
    }

    @Override
    public void close() throws Exception {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).close();
            Files.writeString(logs.resolve("instance-%d.log".formatted(i)), all.get(i).output());
        }
        deliveries.close();
        http.close();
        feed.close();
        admin.close(Duration.ZERO);
        cluster.close();
    }
}
