// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.stream.Deliveries;
import io.shelver.stream.Delivery;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults that are ours, befalling {@code run} as a process: what it says, how it ends, and that every upload leaves once. */
@Timeout(180)
class OwnFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Clients that notice within seconds what they would notice within minutes. */
    private static final Map<String, String> HASTY = Map.of("metadata.max.age.ms", "500", "max.block.ms", "4000",
            "request.timeout.ms", "2000", "delivery.timeout.ms", "4000", "task.timeout.ms", "1000");
    private static final int FEW = 200;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static EmbeddedBroker broker;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;
    @SuppressWarnings("NullAway.Init") // set before each test
    private StreamSettings settings;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void prepare(TestInfo test) {
        Map<String, String> overrides = new HashMap<>(Streams.CLASSIC);
        overrides.put("metadata.max.age.ms", "500");
        settings = Streams.settings(test.getTestMethod().orElseThrow().getName(), broker.bootstrapServers(), overrides);
        Streams.createTopics(settings);
    }

    @Test
    void withTooFewFileDescriptorsItSaysHowManyItNeeds() throws Exception {
        send(FEW);

        try (RunProcess run = RunProcess.start(settings, "ulimit -n 200", Map.of())) {
            assertThat(run.awaitStatus()).isEqualTo(1);
            assertThat(run.output()).contains("shelver: out of file descriptors: this process may have 200,"
                    + " at least 256 are needed; raise the limit (ulimit -n)");
        }

        assertThat(recovered(FEW).isClean()).isTrue();
    }

    @Test
    void outOfFileDescriptorsLaterItSaysSoToo() throws Exception {
        send(FEW);

        try (RunProcess run = RunProcess.start(settings, "ulimit -n 260", Map.of("SHELVER_STREAM_THREADS", "64"))) {
            assertThat(run.awaitStatus()).isEqualTo(1);
            assertThat(run.output())
                    .contains("shelver: the stream cannot start: out of file descriptors: raise the limit (ulimit -n)")
                    .doesNotContain("\tat ");
        }

        assertThat(recovered(FEW).isClean()).isTrue();
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsNotMissed() throws Exception {
        send(FEW);
        Path file = Files.createFile(folder.resolve("file"));

        try (RunProcess run = RunProcess.start(settings, ":",
                Map.of("KAFKA_STATE_DIR", file.resolve("below").toString()))) {
            run.awaitRunning();
            assertThat(Deliveries.await(settings, FEW, SOON)).hasSize(FEW);
            assertThat(run.stop()).isZero();
        }

        assertThat(audit(FEW).isClean()).isTrue();
    }

    @Test
    void partitionsThatAreAddedStopItAndTheNextStartGoesOnWithThem() throws Exception {
        int uploads;
        try (RunProcess run = RunProcess.start(settings).awaitRunning(); UploadFeed feed = new UploadFeed(settings)) {
            send(feed, FEW);
            Deliveries.await(settings, FEW / 2, SOON);
            addPartitions(settings.topics().uploads(), 6);
            try (Deliveries deliveries = new Deliveries(settings, delivery -> {
            })) {
                while (run.isAlive()) {
                    send(feed, 5);
                    deliveries.poll();
                }
            }
            assertThat(run.awaitStatus()).isEqualTo(1);
            assertThat(run.output()).contains(
                    "stopped, fix this and restart: %s has more or fewer partitions than its changelog: stop every instance of"
                            .formatted(settings.topics().uploads()));
            send(feed, FEW);
            uploads = (int) feed.count();
        }

        Audit audit = recovered(uploads);

        assertThat(audit.lost()).isEmpty();
        assertThat(audit.repeated()).isEmpty();
        assertThat(audit.strange()).isEmpty();
        List<Delivery> sent = new ArrayList<>();
        Deliveries.readUploads(settings, sent::add);
        assertThat(sent).as("else nothing was tried").extracting(Delivery::partition).contains(4, 5);
    }

    @Test
    void anOutcomeTopicThatIsDeletedStopsItAndWhatHadNotLeftLeavesByTheNewOne() throws Exception {
        try (RunProcess run = RunProcess.start(hasty(settings)).awaitRunning();
                UploadFeed feed = new UploadFeed(settings)) {
            send(feed, FEW);
            Deliveries.await(settings, FEW, SOON);
            delete(settings.topics().reviews());
            send(feed, FEW);
            assertThat(run.awaitStatus()).isEqualTo(1);
            assertThat(run.output())
                    .contains("stopped, fix this and restart: ", "does not answer in time: ",
                            "that no topic is missing (`shelver topics --check`)");
        }
        try (TopicAdmin admin = TopicAdmin.open(settings, SOON)) {
            assertThat(admin.create().created()).containsExactly(settings.topics().reviews());
        }

        List<Long> gone = LongStream.range(0, FEW).filter(number -> NumberedUploads.door(number) == Door.REVIEWS)
                .boxed().toList();
        Audit audit = recovered(2 * FEW, gone.size());

        assertThat(audit.lost()).as("went with the topic").containsExactlyElementsOf(gone);
        assertThat(audit.repeated()).isEmpty();
        assertThat(audit.strange()).isEmpty();
    }

    private static StreamSettings hasty(StreamSettings settings) {
        Map<String, String> overrides = new HashMap<>(settings.overrides());
        overrides.putAll(HASTY);
        return Streams.settings(settings.applicationId(), settings.bootstrapServers(), overrides);
    }

    private static void addPartitions(String topic, int all) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(all))).all().get();
        }
    }

    private static void delete(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** What left, when {@code run} has run again without the fault and has stopped. */
    private Audit recovered(int uploads) throws Exception {
        return recovered(uploads, 0);
    }

    private Audit recovered(int uploads, int gone) throws Exception {
        try (RunProcess run = RunProcess.start(settings)) {
            run.awaitRunning();
            Deliveries.await(settings, uploads - gone, SOON);
            run.stop();
        }
        return audit(uploads);
    }

    private Audit audit(int uploads) {
        return Audit.of(Deliveries.all(settings), uploads, NumberedUploads::isOf);
    }

    private void send(int uploads) {
        try (UploadFeed feed = new UploadFeed(settings)) {
            send(feed, uploads);
        }
    }

    private static void send(UploadFeed feed, int more) {
        for (int i = 0; i < more; i++) {
            long number = feed.count();
            feed.send(utf8(NumberedUploads.key(number)), NumberedUploads.value(number));
        }
    }
}
