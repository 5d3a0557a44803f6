// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.image.FetchedPictures;
import io.shelver.metrics.Measure;
import io.shelver.metrics.NamedMeters;
import io.shelver.stream.DoorReader;
import io.shelver.stream.EmbeddedBroker;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.TopicAdmin;
import io.shelver.stream.UploadSender;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.PictureHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is scraped from a Shelver that works, with the committed bundle and pictures by link. */
@Timeout(180)
class MetersIT {
    private static final int SURE = 40;
    private static final int EMPTY = 3;
    private static final int BROKEN = 5;
    private static final int UPLOADS = 2 * SURE + EMPTY + BROKEN;
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String LAG = "kafka_consumer_fetch_manager_records_lag{";

    private static String scraped = "";

    @BeforeAll
    static void scrapeAfterUploads() throws Exception {
        try (PictureHost host = PictureHost.open();
                EmbeddedBroker broker = EmbeddedBroker.start();
                Counting counting = new Counting()) {
            host.serve("/boots.png", DrawnPicture.encoded("png", 60, 80));
            StreamOptions options = StreamOptions.from(
                    Map.of("SHELVER_PARTITIONS", "2", "SHELVER_BATCH_DEADLINE_MS", "40000", "SHELVER_LINK_SCHEMES",
                            "https,http", "SHELVER_LINK_NETWORKS", PictureHost.NETWORK, "SHELVER_LINK_PORTS",
                            String.valueOf(host.port())),
                    Optional.of(broker.bootstrapServers()));
            try (FetchedPictures pictures = FetchedPictures.open(options.links(), counting.fetches())) {
                ServingBundle serving = counting.serving(
                        ServingBundle.open(options.models(), pictures, counting::model), options.models());
                try (TopicAdmin admin = TopicAdmin.open(options.stream(), SOON)) {
                    admin.create();
                }
                ShelverStreams streams = counting.streams(ShelverStreams.of(options.stream(), options.format(),
                        serving.classifier(), serving.bundle().taxonomy(), InstantSource.system(),
                        counting.stream(serving)),
                        options.stream().threads());
                streams.start();
                assertThat(streams.awaitRunning(SOON)).isTrue();
                upload(options, host);
                scraped = awaitScrape(counting);
                assertThat(streams.close(SOON)).isTrue();
                serving.close();
            }
        }
    }

    private static void upload(StreamOptions options, PictureHost host) throws Exception {
        Instant now = Instant.now();
        Image good = new Image.Linked(link(host, "/boots.png"));
        try (UploadSender sender = UploadSender.open(options.stream(), options.format());
                DoorReader doors = DoorReader.open(options.stream(), options.format())) {
            for (int number = 0; number < SURE; number++) {
                sender.send("a" + number, "Nike Men Blue Tshirt", "A blue t-shirt of cotton.", good, now);
                sender.send("f" + number, "Nike Men Blue Tshirt", "", new Image.None(), now.plusSeconds(3600));
            }
            for (int number = 0; number < EMPTY; number++) {
                sender.send("e" + number, "", "", new Image.Linked(link(host, "/missing.png")), now);
            }
            for (int number = 0; number < BROKEN; number++) {
                sender.send(("b" + number).getBytes(StandardCharsets.UTF_8), new byte[]{1, 2, 3});
            }
            sender.flush();
            int out = 0;
            for (long end = System.nanoTime() + SOON.toNanos(); out < UPLOADS && System.nanoTime() < end;) {
                out += doors.poll(Duration.ofMillis(100)).size();
            }
            assertThat(out).isEqualTo(UPLOADS);
        }
    }

    private static String link(PictureHost host, String path) {
        return "http://%s:%d%s".formatted(PictureHost.ADDRESS, host.port(), path);
    }

    /** Meters of new tasks are seen a little later. */
    private static String awaitScrape(Counting counting) {
        // Its pauses are counted once there was one.
        System.gc();
        String scrape = counting.meters().scrape();
        for (long end = System.nanoTime() + SOON.toNanos(); !scrape.contains("\n" + LAG)
                && System.nanoTime() < end;) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            scrape = counting.meters().scrape();
        }
        return scrape;
    }

    @Test
    void uploadsAreWhatLeftByTheDoorsAndWhatIsInFlight() {
        double out = value("shelver_outcomes_total{door=\"categories\"}")
                + value("shelver_outcomes_total{door=\"reviews\"}")
                + value("shelver_outcomes_total{door=\"dead-letters\"}");

        assertThat(out).isEqualTo(UPLOADS);
        assertThat(value("shelver_uploads_total") + value("shelver_uploads_restored_total"))
                .isEqualTo(out + value("shelver_uploads_in_flight") + value("shelver_uploads_left_total"));
        assertThat(value("shelver_dead_letters_total{failure=\"NOT_AVRO\"}")).isEqualTo(BROKEN);
        assertThat(value("shelver_transactions_aborted_total")).isZero();
    }

    @Test
    void everyDecisionHasALatencyAndThoseFromTheFutureAreCounted() {
        assertThat(value("shelver_latency_seconds_count{door=\"categories\"}")
                + value("shelver_latency_seconds_count{door=\"reviews\"}")).isEqualTo(2 * SURE + EMPTY);
        assertThat(value("shelver_latency_clamped_total")).isEqualTo(SURE);
    }

    @Test
    void everyLinkIsFoundInTheCacheOrFetchedOrFailed() {
        double hits = value("shelver_image_cache_total{result=\"hit\"}");
        double misses = value("shelver_image_cache_total{result=\"miss\"}");

        assertThat(hits + misses).isEqualTo(SURE + EMPTY);
        assertThat(value("shelver_image_fetches_seconds_count{result=\"failed\"}")).isEqualTo(EMPTY);
        assertThat(value("shelver_image_fetches_seconds_count{result=\"fetched\"}")).isEqualTo(misses - EMPTY);
    }

    @Test
    void theKindsOfEvidenceOfAModalityAddUpToTheListings() {
        assertThat(List.of("title", "description", "image")).allSatisfy(modality -> assertThat(
                Stream.of("scored", "absent", "unreadable", "skipped").mapToDouble(kind -> value(
                        "shelver_evidence_total{kind=\"%s\",modality=\"%s\"}".formatted(kind, modality))).sum())
                .isEqualTo(2 * SURE + EMPTY));
        assertThat(value("shelver_evidence_total{kind=\"unreadable\",modality=\"image\"}")).isEqualTo(EMPTY);
    }

    @Test
    void theDeviceRanTheFusionOnEveryListingThatCouldBeRead() {
        assertThat(value("shelver_device_batch_rows_sum{graph=\"fusion\"}"))
                .isGreaterThanOrEqualTo(2 * SURE);
        assertThat(value("shelver_device_batch_rows_count{graph=\"fusion\"}"))
                .isEqualTo(value("shelver_compute_seconds_count{modality=\"fusion\",stage=\"run\"}"));
    }

    @Test
    void everyMeterThatAlertsAndPanelsNameIsScraped() {
        Set<String> named = new TreeSet<>(NamedMeters.inAlertsAndPanels());
        // The server counts its requests, and here is none.
        named.removeIf(name -> name.startsWith(Measure.HTTP_REQUESTS.prometheus()));

        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(
                Pattern.compile("(?m)^%s[ {]".formatted(name)).matcher(scraped).find()).as(name).isTrue());
    }

    private static double value(String series) {
        return scraped.lines().filter(line -> line.startsWith(series + " ")).findFirst()
                .map(line -> Double.parseDouble(line.substring(series.length() + 1))).orElseThrow();
    }
}
