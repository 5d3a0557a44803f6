// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;

/**
 * Brokers as processes of their own that go away and come back, each on its directory and ports. Three of them keep every record
 * three times, and need two to take one: as long as one is away at a time, no partition is without a leader.
 */
final class Cluster implements AutoCloseable {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(60);

    private final Path data;
    private final Path log;
    private final List<Integer> ports;
    private final List<Integer> controllerPorts;
    private final Map<String, String> others;
    private final List<JavaProcess> brokers = new ArrayList<>();
    private final Instant[] stopBy;
    private final Admin admin;

    /** Returns when all of them listen. */
    Cluster(int size, Path data, Path log) throws IOException {
        this(size, data, log, Map.of());
    }

    /**
     * @param others
     *            further properties of every broker
     */
    Cluster(int size, Path data, Path log, Map<String, String> others) throws IOException {
        this.data = data;
        this.log = log;
        this.others = others;
        List<Integer> free = Ports.free(2 * size);
        this.ports = free.subList(0, size);
        this.controllerPorts = free.subList(size, 2 * size);
        this.stopBy = new Instant[size];
        for (int broker = 0; broker < size; broker++) {
            brokers.add(launch(broker));
        }
        brokers.forEach(JavaProcess::firstLine);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers(), "reconnect.backoff.max.ms", "200"));
    }

    private JavaProcess launch(int broker) throws IOException {
        List<String> args = new ArrayList<>(
                List.of(data.resolve("broker-" + broker).toString(), String.valueOf(ports.get(broker))));
        properties(broker).forEach((name, value) -> args.add(name + "=" + value));
        return JavaProcess.start(BrokerProcess.class, log, args.toArray(String[]::new));
    }

    private Map<String, String> properties(int broker) {
        int size = ports.size();
        String replicas = String.valueOf(size);
        String enough = String.valueOf(Math.max(1, size - 1));
        Map<String, String> properties = new TreeMap<>();
        properties.put("node.id", String.valueOf(broker));
        properties.put("controller.quorum.voters", IntStream.range(0, size)
                .mapToObj(node -> node + "@127.0.0.1:" + controllerPorts.get(node)).collect(Collectors.joining(",")));
        properties.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(ports.get(broker),
                controllerPorts.get(broker)));
        properties.put("default.replication.factor", replicas);
        properties.put("min.insync.replicas", enough);
        properties.put("offsets.topic.replication.factor", replicas);
        properties.put("transaction.state.log.replication.factor", replicas);
        properties.put("transaction.state.log.min.isr", enough);
        // What a killed broker led has a new leader so soon.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.putAll(others);
        return properties;
    }

    String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** {@code kill -9}, and another start at once. */
    void crash(int broker) throws IOException, InterruptedException {
        brokers.get(broker).kill();
        brokers.set(broker, launch(broker));
    }

    /** SIGTERM, and another start when it has stopped. */
    void bounce(int broker) throws IOException, InterruptedException {
        brokers.get(broker).signal("TERM");
        stopBy[broker] = Instant.now().plus(TIME_TO_STOP);
    }

    /** To be called again and again: what has stopped is started again. */
    void tend() throws IOException, InterruptedException {
        for (int broker = 0; broker < brokers.size(); broker++) {
            JavaProcess process = brokers.get(broker);
            if (!process.isAlive()) {
                if (stopBy[broker] == null) {
                    throw new IllegalStateException("broker %d ended by itself; see %s".formatted(broker, log));
                }
                stopBy[broker] = null;
                brokers.set(broker, launch(broker));
            } else if (stopBy[broker] != null && Instant.now().isAfter(stopBy[broker])) {
                throw new IllegalStateException("broker %d did not stop; see %s".formatted(broker, log));
            }
        }
    }

    /** Whether every broker is there and has every record, so that one more may go away. */
    boolean isWhole() throws InterruptedException {
        for (int broker = 0; broker < brokers.size(); broker++) {
            if (stopBy[broker] != null || !brokers.get(broker).isReady()) {
                return false;
            }
        }
        try {
            var topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.isr().size() == brokers.size());
        } catch (ExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        admin.close(Duration.ZERO);
        for (JavaProcess broker : brokers) {
            broker.kill();
        }
    }
}
