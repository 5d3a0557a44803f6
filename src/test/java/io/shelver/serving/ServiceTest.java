// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.bundle.BundleException;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.kafka.StreamException;
import io.shelver.testing.FixtureBundle;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service on a small bundle and a broker that never answers. */
@Timeout(60)
class ServiceTest {
    /** Nothing listens there. */
    private static final String SILENT = "127.0.0.1:1";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Listing LISTING = new Listing("1", "a pan", "", new Image.None());

    private final AtomicBoolean leftWithoutHooks = new AtomicBoolean();

    @Test
    void httpAnswersThatItIsNotReadyBeforeTheStreamRuns() throws Exception {
        try (Service service = open(LONG)) {
            assertThat(status(service, "/health/live")).isEqualTo(200);
            assertThat(status(service, "/health/ready")).isEqualTo(503);
        }
    }

    @Test
    void aBundleThatMustNotServeEndsTheStartAndFreesThePort(@TempDir Path empty) throws Exception {
        String port = freePort();

        assertThatThrownBy(() -> Service.open(settings(empty, port), () -> leftWithoutHooks.set(true)))
                .isInstanceOf(BundleException.class);

        try (Service next = Service.open(settings(FixtureBundle.SINGLE, port), () -> leftWithoutHooks.set(true))) {
            assertThat(next.url().orElseThrow()).endsWith(":" + port);
        }
    }

    @Test
    void topicsThatCannotBeUsedEndTheStartAndEverythingCloses() throws Exception {
        Service service = open(LONG);

        assertThatThrownBy(() -> service.start(SILENT, topics -> {
            throw new StreamException("the topics cannot be used");
        }, never())).hasMessage("the topics cannot be used");
        service.close();

        assertModelsAreClosed(service);
    }

    @Test
    void theStreamIsSizedByThePartitionsThatTheUploadsReallyHave() throws Exception {
        try (Service service = open(LONG)) {
            service.start(SILENT, topics -> PreparedTopics.of(24), atOnce());

            assertThat(service.settings().stream().topics().partitions()).isEqualTo(24);
            assertThat(service.settings().stream().bootstrapServers()).isEqualTo(SILENT);
        }
    }

    @Test
    void aSlowBrokerIsWaitedForUntilAStop() throws Exception {
        try (Service service = open(LONG)) {
            CompletableFuture<Boolean> start = start(service, never());

            assertThatThrownBy(() -> start.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            service.stop();

            assertThat(start.get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(service.awaitStopped()).isEmpty();
            assertModelsAreClosed(service);
        }
    }

    @Test
    void aStopDuringTheStartKeepsTheStreamFromRunning() throws Exception {
        try (Service service = open(LONG)) {
            assertThat(service.start(SILENT, topics -> PreparedTopics.of(1), atOnce())).isFalse();

            assertThat(service.isStopping()).isTrue();
            assertThat(service.awaitStopped()).isEmpty();
            assertModelsAreClosed(service);
        }
    }

    @Test
    void modelsStayOpenForTheExitIfTheStreamDoesNotStopInTime() throws Exception {
        try (Service service = open(Duration.ZERO)) {
            CountDownLatch hearing = new CountDownLatch(1);
            start(service, stop -> {
                hearing.countDown();
                return StopSignals.unheard();
            });
            assertThat(hearing.await(20, TimeUnit.SECONDS)).isTrue();

            service.stop();

            assertThat(leftWithoutHooks).isTrue();
            assertThat(service.serving().classifier().classify(List.of(LISTING))).hasSize(1);
            service.serving().close();
        }
    }

    private Service open(Duration patience) throws IOException {
        return Service.open(settings(FixtureBundle.SINGLE, "0"), () -> leftWithoutHooks.set(true),
                Duration.ofMillis(50), patience);
    }

    private static ServiceSettings settings(Path bundle, String port) {
        return ServiceSettings.serving(Map.of("SHELVER_BUNDLE", bundle.toString(), "SHELVER_HTTP_PORT", port),
                Optional.of(SILENT));
    }

    private static CompletableFuture<Boolean> start(Service service, Function<Runnable, StopSignals> signals) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return service.start(SILENT, topics -> PreparedTopics.of(1), signals);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static Function<Runnable, StopSignals> never() {
        return stop -> StopSignals.unheard();
    }

    /** A signal that comes as soon as signals are heard. */
    private static Function<Runnable, StopSignals> atOnce() {
        return stop -> {
            stop.run();
            return StopSignals.unheard();
        };
    }

    private void assertModelsAreClosed(Service service) {
        assertThatThrownBy(() -> service.serving().classifier().classify(List.of(LISTING)))
                .isInstanceOf(RuntimeException.class);
        assertThat(leftWithoutHooks).isFalse();
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private static int status(Service service, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(service.url().orElseThrow() + path)).build(),
                    BodyHandlers.discarding()).statusCode();
        }
    }
}
