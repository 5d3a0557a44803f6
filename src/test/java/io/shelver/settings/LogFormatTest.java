// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** In processes of their own, since a process chooses once. */
@Timeout(120)
class LogFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What {@code shelver} does first, and two lines. */
    static final class Logs {
        private Logs() {
        }

        public static void main(String[] arguments) {
            LogFormat.choose(System.getenv());
            LoggerFactory.getLogger("io.shelver.cli.Logs").info("{} is here:\n\"{}\"", "bundle", 7);
            // As Jetty quotes what a stranger sent.
            LoggerFactory.getLogger("org.eclipse.jetty.http.HttpParser").warn("Encountered multiple `Host` headers");
            LoggerFactory.getLogger("io.shelver.cli.Logs").error("failed", new IllegalStateException("why"));
        }
    }

    @Test
    void withoutTheSettingLinesAreText() throws Exception {
        assertThat(log(Map.of()).getFirst()).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d+ INFO .*: bundle is here:");
    }

    @Test
    void whatIsNotLegalIsTextSoThatTheMistakeCanBeTold() throws Exception {
        assertThat(log(Map.of("SHELVER_LOG_FORMAT", "xml")).getFirst()).endsWith("bundle is here:");
    }

    @Test
    void asJsonEveryLineIsAnObject() throws Exception {
        List<String> lines = log(Map.of("SHELVER_LOG_FORMAT", " json "));

        assertThat(lines).hasSize(2);
        JsonNode first = JSON.readTree(lines.getFirst());
        assertThat(first.path("timestamp").isIntegralNumber()).isTrue();
        assertThat(first.path("level").asText()).isEqualTo("INFO");
        assertThat(first.path("loggerName").asText()).isEqualTo("io.shelver.cli.Logs");
        assertThat(first.path("threadName").asText()).isEqualTo("main");
        assertThat(first.path("formattedMessage").asText()).isEqualTo("bundle is here:\n\"7\"");
        assertThat(first.has("arguments")).isFalse();
        assertThat(JSON.readTree(lines.get(1)).path("throwable").path("className").asText())
                .isEqualTo(IllegalStateException.class.getName());
    }

    private static List<String> log(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx64m",
                "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=src/main/resources/logback.xml",
                Logs.class.getName()).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().remove("SHELVER_LOG_FORMAT");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().toList();
    }
}
