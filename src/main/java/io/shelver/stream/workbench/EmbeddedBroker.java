// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.workbench;

import io.shelver.stream.kafka.StreamException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker inside this JVM, on loopback ports. It is for the demo and for tests, never for data of value. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final Path directory;
    private final boolean temporary;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, Path directory, boolean temporary, String bootstrapServers) {
        this.server = server;
        this.directory = directory;
        this.temporary = temporary;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts on free ports and in an empty temporary directory, which {@link #close} or the end of the process deletes. */
    public static EmbeddedBroker start() {
        return start(Map.of());
    }

    /** With further properties, such as listeners with TLS or an authorizer. */
    public static EmbeddedBroker start(Map<String, String> others) {
        try {
            Path directory = Files.createTempDirectory("shelver-broker");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> deleteWhatIsLeft(directory)));
            return start(directory, true, freePort(), others);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the embedded broker cannot create a temporary directory: check java.io.tmpdir", e);
        }
    }

    private static void deleteWhatIsLeft(Path directory) {
        if (Files.exists(directory)) {
            try {
                delete(directory);
            } catch (UncheckedIOException e) {
                // The broker still writes, and what it wrote in the meantime stays.
                System.err.println("shelver: some files are left in " + directory + ": delete it");
            }
        }
    }

    /** Starts in a given directory and on a given port. What the directory holds is used, and kept. */
    static EmbeddedBroker start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /** As one of several brokers, with further properties. */
    public static EmbeddedBroker start(Path directory, int port, Map<String, String> others) {
        return start(directory, false, port, others);
    }

    private static EmbeddedBroker start(Path directory, boolean temporary, int port, Map<String, String> others) {
        String listener = LOOPBACK + ":" + port;
        Map<String, String> properties = properties(directory, listener);
        properties.putAll(others);
        format(directory, Integer.parseInt(properties.getOrDefault("node.id", "1")));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.apply(properties, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, directory, temporary, listener);
    }

    private static void format(Path directory, int node) {
        try {
            new Formatter()
                    .setClusterId(Uuid.ONE_UUID.toString())
                    .setNodeId(node)
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(directory.toString()))
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) { // what run() declares
            throw new StreamException("the embedded broker cannot use the directory " + directory
                    + ": check that it is empty, or its own, and can be written", e);
        }
    }

    private static Map<String, String> properties(Path directory, String listener) {
        String controller = LOOPBACK + ":" + freePort();
        Map<String, String> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("log.dirs", directory.toString());
        properties.put("listeners", "PLAINTEXT://" + listener + ",CONTROLLER://" + controller);
        properties.put("advertised.listeners", "PLAINTEXT://" + listener);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.voters", "1@" + controller);
        properties.put("auto.create.topics.enable", "false");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        // Without these a share group (KIP-932) gets nothing, and no error: its state would need three brokers.
        properties.put("share.coordinator.state.topic.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // One broker need not wait for others, and soon gives up what a killed client left open.
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.min.session.timeout.ms", "1000");
        properties.put("group.streams.initial.rebalance.delay.ms", "0");
        properties.put("group.streams.min.session.timeout.ms", "1000");
        properties.put("group.streams.min.heartbeat.interval.ms", "100");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
        properties.put("log.cleaner.backoff.ms", "2000");
        return properties;
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free on " + LOOPBACK, e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        if (temporary) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
