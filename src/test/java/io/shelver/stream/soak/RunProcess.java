// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;

import io.shelver.testing.TinyBundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code run} with the tiny bundle as operators start it: from a shell, its settings in the environment, to be read and to be ended. */
final class RunProcess implements AutoCloseable {
    private static final long TIME_TO_START = 60;
    private static final long TIME_TO_END = 90;
    private static final String HTTP = "HTTP at ";

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> running = new CompletableFuture<>();
    private final Thread reader;

    private RunProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static RunProcess start(StreamSettings settings) throws IOException {
        return start(settings, ":", Map.of());
    }

    /**
     * @param shell
     *            what the shell does before it becomes the JVM
     * @param environment
     *            on top of the settings'
     */
    static RunProcess start(StreamSettings settings, String shell, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell + "; exec \"$@\"", "sh"));
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=src/main/resources/logback.xml", "io.shelver.Main",
                "run"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.put("CLASSPATH", System.getProperty("java.class.path"));
        variables.putAll(variables(settings));
        variables.putAll(environment);
        return new RunProcess(builder.start());
    }

    private static Map<String, String> variables(StreamSettings settings) {
        Topics topics = settings.topics();
        Map<String, String> variables = new HashMap<>(Map.of(
                "SHELVER_BUNDLE", TinyBundle.FOLDER.toString(),
                "SHELVER_HTTP_PORT", "0",
                "SHELVER_BOOTSTRAP_SERVERS", settings.bootstrapServers(),
                "SHELVER_APPLICATION_ID", settings.applicationId(),
                "SHELVER_UPLOADS_TOPIC", topics.uploads(),
                "SHELVER_CATEGORIES_TOPIC", topics.categories(),
                "SHELVER_REVIEWS_TOPIC", topics.reviews(),
                "SHELVER_DEAD_LETTERS_TOPIC", topics.deadLetters(),
                "SHELVER_PARTITIONS", String.valueOf(topics.partitions()),
                "SHELVER_STREAM_THREADS", String.valueOf(settings.threads())));
        settings.overrides().forEach((name, value) -> variables
                .put("KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value));
        return variables;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.contains("running: ")) {
                    running.complete(line);
                }
            }
        } catch (IOException e) {
            running.completeExceptionally(new UncheckedIOException(e));
        }
        running.completeExceptionally(new IllegalStateException("it ended before it ran: " + output()));
    }

    /** Once it classifies. */
    RunProcess awaitRunning() throws Exception {
        try {
            running.get(TIME_TO_START, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("it does not run: " + output(), e);
        }
        return this;
    }

    /** Once it has ended by itself. */
    int awaitStatus() throws InterruptedException {
        if (!process.waitFor(TIME_TO_END, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end: " + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** SIGTERM, and its end in order. */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitStatus();
    }

    /** SIGTERM, without waiting. */
    void tellToStop() {
        process.destroy();
    }

    /** Whether it has said that it runs; an exception if it ended before. */
    boolean isRunning() {
        return running.isDone() && running.join() != null;
    }

    /** Where its HTTP listens, once it has said so. */
    Optional<String> url() {
        return output.stream().filter(line -> line.contains(HTTP)).findFirst()
                .map(line -> line.substring(line.indexOf(HTTP) + HTTP.length()).strip());
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Everything it has printed. */
    String output() {
        return String.join("\n", output);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
