// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.Broker;
import io.shelver.testing.FixtureBundle;
import io.shelver.testing.OnEveryBroker;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code upload} and {@code watch}: both ends of a stream that somebody tries. */
@OnEveryBroker
@Timeout(120)
class UploadCommandIT {
    private static final int PARTITIONS = 2;

    @TempDir
    private Path folder;

    private final Map<String, String> environment;
    private final String uploads;
    private final String servers;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    UploadCommandIT(Broker broker) {
        environment = new HashMap<>(broker.environment());
        environment.put("SHELVER_BUNDLE", FixtureBundle.SINGLE.toString());
        environment.put("SHELVER_PARTITIONS", String.valueOf(PARTITIONS));
        environment.put("SHELVER_MAX_UPLOAD_BYTES", "65536");
        uploads = environment.getOrDefault("SHELVER_UPLOADS_TOPIC", "");
        servers = broker.bootstrapServers();
    }

    @Test
    void aTopicThatIsMissingIsNamedAndNotMadeByAccident() {
        assertThat(run("upload", "--limit", "1")).isEqualTo(1);
        assertThat(run("watch", "--limit", "1")).isEqualTo(1);
        assertThat(run("topics", "--check")).isEqualTo(1);

        assertThat(err.toString()).contains("there is no topic " + uploads)
                .contains("there is no topic " + environment.get("SHELVER_CATEGORIES_TOPIC"));
        assertThat(out.toString()).contains("PROBLEM the topic " + uploads + " does not exist");
    }

    @Test
    void samplesAreSentUpToTheLimitAndFromTheirBeginningAgainWhereTheyRepeat() throws Exception {
        assertThat(run("topics")).isZero();

        assertThat(run("upload", "--limit", "5")).isZero();
        assertThat(sent()).isEqualTo(5);
        assertThat(run("upload", "--repeat", "--limit", "300")).isZero();
        assertThat(sent()).isEqualTo(305);

        assertThat(out.toString()).contains("sent 5 uploads to " + uploads, "sent 300 uploads to " + uploads);
    }

    @Test
    void whatTheTopicDoesNotTakeIsCountedAndTheRestIsSent() throws Exception {
        Path listings = folder.resolve("listings.jsonl");
        Files.writeString(listings, """
                {"listing_id": "1", "title": "Pan", "description": "%s"}
                {"listing_id": "2", "title": "Hose"}
                """.formatted("x".repeat(70_000)));
        assertThat(run("topics")).isZero();

        assertThat(run("upload", "--listings", listings.toString())).isEqualTo(1);

        assertThat(sent()).isEqualTo(1);
        assertThat(out.toString())
                .contains("sent 1 uploads to " + uploads + ", which did not take 1: they are too large");
    }

    @Test
    void oneThatRepeatsEndsWellWhenItIsToldToAndHasSentWhatItSays() throws Exception {
        assertThat(run("topics")).isZero();
        Path output = folder.resolve("output");
        Process process = start(ProcessBuilder.Redirect.to(output.toFile()), "upload", "--repeat", "--rate", "200");

        try {
            while (sent() < 20 && process.isAlive()) {
                assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
            }
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(output).content()
                .contains(String.format(Locale.ROOT, "sent %,d uploads to %s", sent(), uploads));
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void oneThatIsToldToStopWhileTheBrokerIsAwaySaysWhatTheBrokerHadAndThatItIsNotAll() throws Exception {
        Path output = folder.resolve("output");
        Process process;
        try (EmbeddedBroker own = EmbeddedBroker.start()) {
            assertThat(run("topics", "--bootstrap-servers", own.bootstrapServers())).isZero();
            process = start(ProcessBuilder.Redirect.to(output.toFile()), "upload", "--repeat", "--rate", "200",
                    "--bootstrap-servers", own.bootstrapServers());
            while (sent(own.bootstrapServers()) < 20 && process.isAlive()) {
                assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
            }
        }

        try {
            // Until uploads wait that no broker takes.
            assertThat(process.waitFor(2, TimeUnit.SECONDS)).isFalse();
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output).content().containsPattern("sent [0-9,]+ uploads to " + uploads);
    }

    @Test
    void whoWatchesSeesEveryUploadLeaveOnce() throws Exception {
        assertThat(run("topics")).isZero();
        Process watch = start(ProcessBuilder.Redirect.PIPE, "watch", "--limit", "244");
        try (BufferedReader lines = watch.inputReader()) {
            assertThat(lines.readLine()).startsWith("watching ");
            assertThat(run("demo", "--exit", "--bootstrap-servers", servers))
                    .isZero();

            List<String> seen = lines.lines().toList();
            assertThat(seen).hasSize(244).anyMatch(line -> line.startsWith("reviews       sample-"))
                    .contains("dead-letters  not-avro  NOT_AVRO").doesNotHaveDuplicates();
            assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.exitValue()).isZero();
        } finally {
            watch.destroyForcibly();
        }
    }

    /** How many records the uploads topic holds. */
    private long sent() throws Exception {
        return sent(servers);
    }

    private long sent(String broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            return admin.listOffsets(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(uploads, partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()))).all().get()
                    .values().stream().mapToLong(end -> end.offset()).sum();
        }
    }

    /** As a process, which signals may end. */
    private Process start(ProcessBuilder.Redirect output, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "io.shelver.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private int run(String... arguments) {
        CommandLine line = ShelverCommand.line(environment);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
