// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs a main class of the tests, until it ends or is killed. */
public final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();
    private volatile String lastLine = "";

    private JavaProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    public static JavaProcess start(Class<?> main, Path errors, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", main.getName()));
        command.addAll(List.of(args));
        File log = errors.toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new JavaProcess(builder.start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            if (line == null) {
                firstLine.completeExceptionally(
                        new IllegalStateException("the process ended before it was ready; see its log"));
            } else {
                lastLine = line;
                firstLine.complete(line);
                output.lines().forEach(next -> lastLine = next);
            }
        } catch (IOException e) {
            firstLine.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** For the main class: whoever started it may be killed itself, and must not leave it behind. */
    static void endWithParent() {
        ProcessHandle.current().parent().orElseThrow().onExit().thenRun(() -> Runtime.getRuntime().halt(1));
    }

    /** The first line it prints, once it does. */
    public String firstLine() {
        return firstLine.join();
    }

    /** The last line it has printed; empty if there is none. */
    String lastLine() {
        return lastLine;
    }

    /** Whether it has printed a line. */
    boolean isReady() {
        return firstLine.isDone() && !firstLine.isCompletedExceptionally();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Of a process that has ended. */
    int status() {
        return process.exitValue();
    }

    /** {@code kill -NAME}. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -%s of %d failed".formatted(name, process.pid()));
        }
    }

    /** @return whether it has ended by then */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
