// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static io.shelver.cli.MeteredShelver.BROKEN;
import static io.shelver.cli.MeteredShelver.EMPTY;
import static io.shelver.cli.MeteredShelver.SURE;
import static io.shelver.cli.MeteredShelver.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.metrics.NamedMeters;
import java.time.Duration;
import java.util.List;
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
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LAG = "kafka_consumer_fetch_manager_records_lag{";

    private static String scraped = "";

    @BeforeAll
    static void scrapeAfterUploads() throws Exception {
        try (MeteredShelver shelver = new MeteredShelver()) {
            shelver.upload();
            shelver.ask("/health/live");
            // Pauses of the collector are counted once there was one.
            System.gc();
            scraped = awaitScrape(shelver);
        }
    }

    /** Meters of new tasks are seen a little later. */
    private static String awaitScrape(MeteredShelver shelver) {
        String scrape = shelver.scrape();
        for (long end = System.nanoTime() + SOON.toNanos(); !scrape.contains("\n" + LAG)
                && System.nanoTime() < end;) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            scrape = shelver.scrape();
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
    void scoredPartsWereRememberedOrRun() {
        assertThat(List.of("title", "description", "image")).allSatisfy(modality -> {
            double run = value("shelver_repeats_total{modality=\"%s\",result=\"run\"}".formatted(modality));
            double remembered = value(
                    "shelver_repeats_total{modality=\"%s\",result=\"remembered\"}".formatted(modality));
            assertThat(run).isPositive().isLessThan(SURE);
            assertThat(remembered + run).isEqualTo(
                    value("shelver_evidence_total{kind=\"scored\",modality=\"%s\"}".formatted(modality)));
        });
        assertThat(value("shelver_repeats_size_bytes")).isPositive();
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

        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(
                Pattern.compile("(?m)^%s[ {]".formatted(name)).matcher(scraped).find()).as(name).isTrue());
    }

    private static double value(String series) {
        return scraped.lines().filter(line -> line.startsWith(series + " ")).findFirst()
                .map(line -> Double.parseDouble(line.substring(series.length() + 1))).orElseThrow();
    }
}
