// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Apicurio's own server as a process, from the files that {@code mvn verify} unpacks. Its schemas survive a kill, in a folder. */
public final class RegistryServer implements AutoCloseable {
    private static final Path JAR = Path.of("target", "registry", "quarkus-run.jar");
    private static final Duration START = Duration.ofSeconds(90);

    private final Path folder;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    private RegistryServer(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    public static RegistryServer start(Path folder) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: run mvn dependency:unpack@registry, or mvn verify");
        }
        RegistryServer server = new RegistryServer(folder, freePort());
        server.awaitReady();
        return server;
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx384m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port,
                // By default port 9000 of every address, so a second build on the machine would fail.
                "-Dquarkus.management.host=127.0.0.1", "-Dquarkus.management.port=0",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + folder.resolve("registry").toAbsolutePath(), "-jar",
                JAR.toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("registry.log").toFile())).start();
    }

    private void awaitReady() throws IOException {
        long until = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException(
                        "the registry does not start: " + Files.readString(folder.resolve("registry.log")));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private boolean isReady() {
        try {
            return send(HttpRequest.newBuilder(URI.create(url() + "/system/info")).timeout(Duration.ofSeconds(2)))
                    .statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/apis/registry/v3";
    }

    /** Kills the server, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    /** Sends a signal, as {@code kill -NAME} does. STOP freezes the server and its connections, and CONT wakes it. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /** Encodes an event as a pipeline of another release does: registers its schema, and puts the schema's id first. */
    public byte[] written(String topic, GenericRecord event) {
        try (AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>()) {
            serializer.configure(plain(Map.of("apicurio.registry.auto-register", "true",
                    "apicurio.registry.dereference-schema", "true")), false);
            return serializer.serialize(topic, event);
        }
    }

    /** The properties of a client without Shelver's own settings. */
    public Map<String, Object> plain(Map<String, Object> more) {
        Map<String, Object> properties = new TreeMap<>(
                Map.of("apicurio.registry.url", url(), "apicurio.registry.http.adapter", "JDK"));
        properties.putAll(more);
        return properties;
    }

    /**
     * Registers a schema under a name, as a new version if the name has one.
     *
     * @return the id of the schema
     */
    public int register(String name, Schema schema) {
        return register(name, schema.toString());
    }

    public int register(String name, String schema) {
        HttpResponse<String> answer = tryToRegister(name, schema);
        Matcher id = Pattern.compile("\"contentId\":(\\d+)").matcher(answer.body());
        if (answer.statusCode() != 200 || !id.find()) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return Integer.parseInt(id.group(1));
    }

    public HttpResponse<String> tryToRegister(String name, String schema) {
        String body = "{\"artifactId\":\"%s\",\"artifactType\":\"AVRO\",\"firstVersion\":{\"content\":{\"contentType\":\"application/json\",\"content\":\"%s\"}}}"
                .formatted(name, schema.replace("\\", "\\\\").replace("\"", "\\\""));
        return post("/groups/default/artifacts?ifExists=FIND_OR_CREATE_VERSION", body);
    }

    /** Requires all later versions of the schema to be compatible with one another. */
    public void requireFullCompatibility(String name) {
        HttpResponse<String> answer = post("/groups/default/artifacts/" + name + "/rules",
                "{\"ruleType\":\"COMPATIBILITY\",\"config\":\"FULL\"}");
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
