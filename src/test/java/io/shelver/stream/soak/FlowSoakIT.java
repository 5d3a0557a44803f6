// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.events.ProductUploaded;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamSettings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waiting in a store costs: bytes in the changelog, sizes of requests, time to restore. */
@Tag("soak")
class FlowSoakIT {
    private static final Path LOGS = Path.of("target", "flow");
    private static final int PICTURE_BYTES = 200_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void picturesOfTwoHundredKilobytesInline() throws Exception {
        measurePictures("Pictures of 200 KB inline, a commit every 100 ms", Map.of());
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void picturesOfTwoHundredKilobytesInlineWithACommitASecond() throws Exception {
        measurePictures("Pictures of 200 KB inline, a commit a second", Map.of("commit.interval.ms", "1000"));
    }

    private void measurePictures(String title, Map<String, String> overrides) throws Exception {
        int uploads = 5_000;
        byte[] picture = new byte[PICTURE_BYTES];
        new Random(1).nextBytes(picture);
        Files.createDirectories(LOGS);
        try (JavaProcess broker = JavaProcess.start(BrokerProcess.class, LOGS.resolve("broker.log"),
                directory.toString())) {
            StreamSettings settings = settings(broker, overrides);
            feed(settings, uploads, number -> upload("listing-" + number).setImage(ByteBuffer.wrap(picture))
                    .setTitle(number % 10 == 0 ? "unsure" : "red boots").build());

            MeasuredStreams streams = MeasuredStreams.start(settings, uploads);
            Map<String, String> figures = new LinkedHashMap<>(streams.figures());
            assertThat(streams.close()).isTrue();

            figures.put("Bytes of an upload", "%,d".formatted(PICTURE_BYTES));
            SoakReport.write(title, figures);
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void aStartAfterAMillionUploads() throws Exception {
        int uploads = 1_000_000;
        Files.createDirectories(LOGS);
        try (JavaProcess broker = JavaProcess.start(BrokerProcess.class, LOGS.resolve("broker.log"),
                directory.toString())) {
            StreamSettings settings = settings(broker, Map.of());
            feed(settings, uploads, number -> titled("listing-" + number,
                    number % 10 == 0 ? "unsure boots" : "red boots"));
            MeasuredStreams first = MeasuredStreams.start(settings, uploads);
            Map<String, String> figures = new LinkedHashMap<>(first.figures());
            assertThat(first.close()).isTrue();

            MeasuredStreams second = MeasuredStreams.start(settings, 0);
            figures.putAll(second.restore());
            assertThat(second.close()).isTrue();

            SoakReport.write("A start after 1,000,000 uploads", figures);
        }
    }

    private static StreamSettings settings(JavaProcess broker, Map<String, String> overrides) throws Exception {
        StreamSettings settings = new StreamSettings("flow", broker.firstLine(), Streams.topics().withPartitions(4),
                2,
                32, Duration.ofMillis(20), Duration.ofSeconds(10), overrides);
        Streams.createTopics(settings);
        return settings;
    }

    private static void feed(StreamSettings settings, int uploads, IntFunction<ProductUploaded> upload) {
        try (UploadFeed feed = new UploadFeed(settings)) {
            for (int number = 0; number < uploads; number++) {
                feed.send(utf8("listing-" + number), bytes(upload.apply(number)));
            }
        }
    }
}
