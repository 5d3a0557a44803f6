// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.kafka.SecuredBroker;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.testing.FixtureBundle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as a process that logs all it can, on a broker that enforces ACLs. */
@Timeout(300)
class SecuredRunIT {
    private static final String WHO = "shelver";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String LOG_ALL = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%d{HH:mm:ss.SSS} %level %logger %msg%n</pattern></encoder></appender>
              <root level="TRACE"><appender-ref ref="out"/></root>
            </configuration>
            """;

    @TempDir
    private static Path keys;
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static SecuredBroker broker;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(keys);
        broker.enrol(List.of(WHO));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        broker.allowNothing();
        environment.put("SHELVER_BUNDLE", FixtureBundle.SINGLE.toString());
        environment.put("SHELVER_HTTP_PORT", "0");
        environment.put("SHELVER_BOOTSTRAP_SERVERS", broker.saslServers());
        environment.put("SHELVER_PARTITIONS", "2");
        Files.writeString(folder.resolve("logback.xml"), LOG_ALL);
    }

    @Test
    void withItsPasswordInAFileItClassifiesUntilItIsNoLongerAllowedToAndNeverShowsThePassword() throws Exception {
        String password = SecuredBroker.password(WHO);
        environment.putAll(KafkaVariables.of(withSecretInFile(broker.withScram(WHO, password))));
        ServiceSettings options = ServiceSettings.from(environment, Optional.empty());
        StreamSettings asAdmin = broker.asAdmin(options.stream());
        try (TopicAdmin admin = TopicAdmin.open(asAdmin, SOON)) {
            assertThat(admin.create().problems()).isEmpty();
        }
        broker.allowAll(options.stream());

        Process process = run();
        try (UploadSender sender = UploadSender.open(asAdmin, options.format());
                DoorReader doors = DoorReader.open(asAdmin, options.format())) {
            UUID id = sender.send("a", "Pan with a lid", "", new Image.None(), Instant.EPOCH).get();
            Instant until = Instant.now().plus(SOON);
            while (doors.poll(Duration.ofMillis(100)).stream().noneMatch(outcome -> outcome.id().equals(id))) {
                assertThat(process.isAlive()).as(output()).isTrue();
                assertThat(Instant.now()).isBefore(until);
            }
            broker.allowNothing();
            sender.send("b", "Pan with a lid", "", new Image.None(), Instant.EPOCH).get();
        }

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output().lines().filter(line -> line.contains("stopped, fix this and restart")))
                .singleElement().asString().contains("does not let us use ");
        assertThat(output()).contains("TRACE").doesNotContain(password).doesNotContain(escaped(password));
    }

    @Test
    void withAWrongSecretForItsTokenItDoesNotStartAndDoesNotShowIt() throws Exception {
        environment.putAll(KafkaVariables.of(broker.withToken(WHO, "hunter2-wrong")));

        Process process = run();

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output()).contains("shelver: Kafka at ").contains("401").contains("TRACE")
                .doesNotContain("hunter2-wrong");
    }

    @Test
    void withTheRightSecretItAsksItsTokenFromTheEndpointThatItIsGiven() throws Exception {
        environment.putAll(KafkaVariables.of(broker.withToken(WHO, SecuredBroker.password(WHO))));

        Process process = run();

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output())
                .contains(
                        "shelver: the topic product-uploads is missing or hidden, and Kafka does not let us create it");
        assertThat(output()).doesNotContain(SecuredBroker.password(WHO))
                .doesNotContain(escaped(SecuredBroker.password(WHO)))
                .as("a signed token begins so").doesNotContain("eyJ");
    }

    private Map<String, String> withSecretInFile(Map<String, String> properties) throws IOException {
        Properties secrets = new Properties();
        secrets.setProperty("jaas", String.valueOf(properties.get("sasl.jaas.config")));
        Path file = folder.resolve("secrets.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            secrets.store(writer, null);
        }
        Map<String, String> changed = new HashMap<>(properties);
        changed.put("config.providers", "file");
        changed.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        changed.put("sasl.jaas.config", "${file:%s:jaas}".formatted(file));
        return changed;
    }

    private static String escaped(String password) {
        return password.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private Process run() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"), "io.shelver.Main", "run");
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile()).start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }
}
