// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.settings.ServiceSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class ReplayCommandIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"", "--dry-run", "--all --key a", "--all --limit 0", "--class NONSENSE", "--from yesterday",
            "--from 2026-01-02T00:00:00Z --to 2026-01-01T00:00:00Z"})
    void aCallThatDoesNotSayWhichLettersIsRefusedBeforeKafkaIsAsked(String arguments) {
        assertThat(run("127.0.0.1:1", ("replay " + arguments).strip().split(" "))).isEqualTo(2);
        assertThat(err.toString()).containsAnyOf("say which dead letters", "--limit is 0", "--class", "--from",
                "before");
    }

    @Test
    void aRehearsalNamesTheLettersAndTheReplaySendsThem() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            fail(broker, "k\u202e1", "not Avro");

            assertThat(run(broker.bootstrapServers(), "replay", "--class", "NOT_AVRO", "--dry-run")).isZero();
            assertThat(run(broker.bootstrapServers(), "replay", "--class", "NULL_VALUE", "--class", "NULL_KEY"))
                    .isZero();
            assertThat(run(broker.bootstrapServers(), "replay", "--all")).isZero();
            assertThat(run(broker.bootstrapServers(), "replay", "--all")).isZero();
        }

        assertThat(out.toString().lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("would send product-uploads-dead-letters-")
                        .endsWith("NOT_AVRO  key 'k\u00b71'"),
                line -> assertThat(line).startsWith("would send 1 dead letters to product-uploads, NOT_AVRO 1;"),
                line -> assertThat(line).startsWith("sent 0 ").contains("1 are not selected"),
                line -> assertThat(line).startsWith("sent 1 dead letters to product-uploads, NOT_AVRO 1;"),
                line -> assertThat(line).startsWith("sent 0 ").contains("1 were sent before"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aClusterWithoutDeadLettersIsNamedAndTheStatusIsOne() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(run(broker.bootstrapServers(), "replay", "--all")).isEqualTo(1);
        }

        assertThat(err.toString()).contains("there is no topic product-uploads-dead-letters");
    }

    private static void fail(EmbeddedBroker broker, String key, String value) throws InterruptedException {
        ServiceSettings options = ServiceSettings.from(Map.of(), Optional.of(broker.bootstrapServers()));
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), Duration.ofSeconds(30))) {
            admin.create();
        }
        ShelverStreams streams = ShelverStreams.of(options.stream(), options.format(), new FakeClassifier(),
                FakeClassifier.TAXONOMY, InstantSource.system(), StreamListener.NONE);
        try (DoorReader doors = DoorReader.open(options.stream(), options.format());
                UploadSender sender = UploadSender.open(options.stream(), options.format())) {
            streams.start();
            assertThat(streams.awaitRunning(Duration.ofSeconds(60))).isTrue();
            sender.send(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)).join();
            List<Delivered> found = new ArrayList<>();
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (found.isEmpty() && System.nanoTime() < until) {
                found.addAll(doors.poll(Duration.ofMillis(100)));
            }
            assertThat(found).hasSize(1);
        } finally {
            streams.close(Duration.ofSeconds(30));
        }
    }

    private int run(String bootstrapServers, String... arguments) {
        CommandLine line = ShelverCommand.line(Map.of("SHELVER_BOOTSTRAP_SERVERS", bootstrapServers));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
