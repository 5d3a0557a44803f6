// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.metrics.NamedMeters;
import io.shelver.testing.Containers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** A real Prometheus scrapes a Shelver that works, and answers what the dashboard asks. */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the host's network of a container is a virtual machine's")
class PrometheusIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(120);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyQueryOfTheDashboardHasAnAnswerWhileUploadsFlow() throws Exception {
        assumeTrue(Containers.areWanted(), "no container engine is here");
        int port = freePort();
        try (MeteredShelver shelver = new MeteredShelver();
                GenericContainer<?> prometheus = prometheus(port, shelver.address())) {
            prometheus.start();
            Set<String> unanswered = new TreeSet<>(NamedMeters.queries("30s"));
            assertThat(unanswered).hasSizeGreaterThan(40);

            for (long end = System.nanoTime() + SOON.toNanos(); !unanswered.isEmpty() && System.nanoTime() < end;) {
                shelver.upload();
                for (String query : Set.copyOf(unanswered)) {
                    if (isAnswered(port, query)) {
                        unanswered.remove(query);
                    }
                }
            }

            assertThat(unanswered).isEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** In the host's own network, to see loopback. */
    private static GenericContainer<?> prometheus(int port, String target) {
        return new GenericContainer<>("prom/prometheus:latest").withNetworkMode("host")
                .withCopyToContainer(Transferable.of("""
                        global: {scrape_interval: 1s}
                        scrape_configs:
                          - job_name: shelver
                            static_configs: [{targets: ['%s']}]
                        """.formatted(target), 0644), "/tmp/prometheus.yml")
                .withCommand("--config.file=/tmp/prometheus.yml", "--storage.tsdb.path=/tmp/data",
                        "--web.listen-address=127.0.0.1:" + port)
                .waitingFor(Wait.forLogMessage(".*Server is ready to receive web requests.*", 1));
    }

    private boolean isAnswered(int port, String query) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:%d/api/v1/query?query=%s".formatted(port,
                URLEncoder.encode(query, StandardCharsets.UTF_8)));
        JsonNode answer = JSON.readTree(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
        assertThat(answer.path("status").asText()).as(query).isEqualTo("success");
        for (JsonNode series : answer.path("data").path("result")) {
            if (!series.path("value").path(1).asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }
}
