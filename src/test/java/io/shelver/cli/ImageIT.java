// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.Containers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image, as the Dockerfile makes it of what {@code -Pimage} left, under the strictest rules a container may run by. */
@EnabledIf("isBuiltAndWanted")
@Timeout(300)
class ImageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "localhost/shelver-test:" + UUID.randomUUID();

    static boolean isBuiltAndWanted() {
        boolean built = Files.exists(Path.of("target/image/app/shelver.jar"));
        if (!built && Containers.areRequired()) {
            throw new IllegalStateException(
                    "there is nothing to make the image of: add -Pimage to -Dcontainers=required");
        }
        return built && Containers.areWanted();
    }

    /** By name, since not every engine runs what would do it for us; a second run must not find the first one's either. */
    @AfterAll
    static void remove() {
        DockerClientFactory.lazyClient().removeImageCmd(NAME).withForce(true).exec();
    }

    @Test
    void itServesAsAnybodyOnAReadOnlyRootAndLosesNothingWhenItIsStoppedUnderLoad() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            ServiceSettings options = compressed(broker, "zstd");
            makeTopics(options);
            try (GenericContainer<?> container = container(broker);
                    DoorReader doors = DoorReader.open(options.stream(), options.format())) {
                container.start();
                DoorBook book = new DoorBook();
                send(options, book);
                send(compressed(broker, "snappy"), book);
                read(doors, book, 1);

                int status = stop(container);
                long before = book.delivered();
                container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
                read(doors, book, book.sent());

                assertThat(status).isZero();
                assertThat(before).as("it was stopped under load").isLessThan(book.sent());
                assertThat(book.isComplete()).isTrue();
                doors.poll(Duration.ofSeconds(1)).forEach(book::recordOutcome);
                assertThat(book.faults()).isEmpty();
            }
        }
    }

    private static GenericContainer<?> container(EmbeddedBroker broker) {
        ImageFromDockerfile image = new ImageFromDockerfile(NAME)
                .withFileFromPath("Dockerfile", Path.of("src/main/docker/Dockerfile"))
                .withFileFromPath("src/main/docker", Path.of("src/main/docker"))
                .withFileFromPath("target/image", Path.of("target/image"))
                .withFileFromPath("models/bundles/fashion", Path.of("models/bundles/fashion"))
                .withBuildArg("TARGETARCH", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
        // The host's network: the broker is a part of this JVM and listens on loopback.
        return new GenericContainer<>(image).withNetworkMode("host")
                .withEnv("SHELVER_BOOTSTRAP_SERVERS", broker.bootstrapServers()).withEnv("SHELVER_HTTP_PORT", "0")
                .withCreateContainerCmdModifier(ImageIT::restrict)
                .waitingFor(Wait.forLogMessage(".*running: .*", 1).withStartupTimeout(PATIENCE));
    }

    private static void restrict(CreateContainerCmd command) {
        HostConfig host = Objects.requireNonNull(command.getHostConfig());
        host.withReadonlyRootfs(true).withCapDrop(Capability.ALL).withMemory(1536L << 20)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid,size=256m"));
        command.withUser("12345:12345");
    }

    private static ServiceSettings compressed(EmbeddedBroker broker, String codec) {
        return ServiceSettings.from(Map.of("KAFKA_PRODUCER_COMPRESSION_TYPE", codec),
                Optional.of(broker.bootstrapServers()));
    }

    private static void makeTopics(ServiceSettings options) {
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), PATIENCE)) {
            assertThat(admin.create().problems()).isEmpty();
        }
    }

    /** The samples, compressed as a pipeline would: to read them, the service needs one more native library. */
    private static void send(ServiceSettings options, DoorBook book) throws Exception {
        try (UploadSource uploads = Samples.open(InstantSource.system());
                UploadSender sender = UploadSender.open(options.stream(), options.format())) {
            Map<CompletableFuture<UUID>, DoorBook.Sent> sent = new LinkedHashMap<>();
            for (Optional<UploadSource.Upload> next = uploads.next(); next.isPresent(); next = uploads.next()) {
                sent.put(next.get().sendBy().apply(sender), next.get().sent());
            }
            sender.flush();
            sent.forEach((id, upload) -> book.recordSent(id.join(), upload));
        }
    }

    private static void read(DoorReader doors, DoorBook book, long least) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (book.delivered() < least && System.nanoTime() < until) {
            doors.poll(Duration.ofMillis(100)).forEach(book::recordOutcome);
        }
        assertThat(book.delivered()).isGreaterThanOrEqualTo(least);
    }

    /** @return its exit status */
    private static int stop(GenericContainer<?> container) {
        DockerClient engine = container.getDockerClient();
        engine.stopContainerCmd(container.getContainerId()).withTimeout(60).exec();
        return Objects.requireNonNull(engine.inspectContainerCmd(container.getContainerId()).exec().getState()
                .getExitCodeLong()).intValue();
    }
}
