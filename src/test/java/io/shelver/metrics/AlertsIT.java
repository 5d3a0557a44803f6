// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shelver.testing.Containers;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/** Tests the alerts with Prometheus' promtool: the one on the path, else the one in its container if a container engine answers. */
@Timeout(300)
class AlertsIT {
    private static final Pattern ANNOTATIONS = Pattern.compile("(?m)^        annotations:\n(?:          .*\n)+");
    private static final String CALL = "promtool check rules whole.yaml && promtool test rules alerts.test.yaml";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void everyAlertFiresWhenItShouldAndIsSilentWhenItShouldNot() throws Exception {
        Files.copy(AlertsTest.RULES, folder.resolve("whole.yaml"));
        // promtool test requires the exact annotations of every alert, so the tested copy has none. check parses their templates.
        Files.writeString(folder.resolve("alerts.yaml"), ANNOTATIONS.matcher(Files.readString(AlertsTest.RULES))
                .replaceAll(""));
        Files.copy(AlertsTest.TESTS, folder.resolve("alerts.test.yaml"));

        String said = promtool();

        assertThat(said).contains("SUCCESS: %d rules found".formatted(Alert.values().length))
                .containsPattern("Unit Testing:\\s+alerts.test.yaml\\s+SUCCESS");
    }

    private String promtool() throws Exception {
        if (isOnThePath()) {
            Process process = new ProcessBuilder("sh", "-c", CALL).directory(folder.toFile()).redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        assumeTrue(Containers.areWanted(), "neither promtool nor a container engine is here");
        return promtoolInContainer();
    }

    private static boolean isOnThePath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "promtool")));
    }

    private String promtoolInContainer() throws IOException, InterruptedException {
        try (GenericContainer<?> prometheus = new GenericContainer<>("prom/prometheus:latest")
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sleep", "300"))
                .withCopyFileToContainer(MountableFile.forHostPath(folder, 0755), "/tmp/rules")) {
            prometheus.start();
            ExecResult result = prometheus.execInContainer("sh", "-c", "cd /tmp/rules && " + CALL);
            return result.getStdout() + result.getStderr();
        }
    }
}
