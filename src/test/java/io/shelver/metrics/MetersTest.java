// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The names of meters are public, because dashboards and alerts elsewhere use them. */
class MetersTest {
    private final Meters meters = Meters.prometheus();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void theseAreTheMeters() {
        assertThat(Measure.values()).extracting(Measure::prometheus).containsExactly(
                "shelver_uploads_total",
                "shelver_uploads_restored_total",
                "shelver_uploads_left_total",
                "shelver_uploads_read_again_total",
                "shelver_uploads_gone_total",
                "shelver_uploads_postponed_total",
                "shelver_uploads_in_flight",
                "shelver_outcomes_total",
                "shelver_dead_letters_total",
                "shelver_review_reasons_total",
                "shelver_transactions_aborted_total",
                "shelver_latency_seconds",
                "shelver_latency_clamped_total",
                "shelver_batch_seconds",
                "shelver_batch_deadline_seconds",
                "shelver_batch_size_listings",
                "shelver_queue_seconds",
                "shelver_compute_seconds",
                "shelver_device_batch_rows",
                "shelver_device_out_of_memory_total",
                "shelver_evidence_total",
                "shelver_repeats_total",
                "shelver_repeats_size_bytes",
                "shelver_provider",
                "shelver_image_fetches_seconds",
                "shelver_image_size_bytes",
                "shelver_image_cache_total",
                "shelver_drift_psi",
                "shelver_bundle",
                "shelver_stream_running",
                "shelver_stream_threads",
                "shelver_http_requests_seconds");
    }

    @Test
    void everyMeterSaysWhatItIsHowToAlertAndHowItStandsToOthers() {
        assertThat(Measure.values()).allSatisfy(measure -> {
            assertThat(measure.meaning()).endsWith(".");
            assertThat(measure.alert()).isNotBlank();
            assertThat(measure.relation()).endsWith(".");
        });
    }

    @Test
    void aCounterIsThereBeforeItCountsAnything() {
        meters.counter(Measure.UPLOADS);

        assertThat(meters.scrape()).containsPattern("(?m)^shelver_uploads_total 0.0$");
    }

    @Test
    void aCounterCountsOn() {
        meters.counter(Measure.IMAGE_CACHE, "hit").accept(2);
        meters.counter(Measure.IMAGE_CACHE, "hit").accept(3);

        assertThat(meters.scrape()).contains("shelver_image_cache_total{result=\"hit\"} 5.0");
    }

    @Test
    void aTimerIsAHistogramWithFixedBuckets() {
        meters.timer(Measure.LATENCY, "categories").accept(Duration.ofMillis(20));

        assertThat(meters.scrape())
                .contains("shelver_latency_seconds_bucket{door=\"categories\",le=\"0.01\"} 0")
                .contains("shelver_latency_seconds_bucket{door=\"categories\",le=\"0.025\"} 1")
                .contains("shelver_latency_seconds_bucket{door=\"categories\",le=\"3600.0\"} 1")
                .contains("shelver_latency_seconds_sum{door=\"categories\"} 0.02");
    }

    @Test
    void aSummaryIsAHistogramToo() {
        meters.summary(Measure.BATCH_SIZE).accept(32);

        assertThat(meters.scrape()).contains("shelver_batch_size_listings_bucket{le=\"16.0\"} 0",
                "shelver_batch_size_listings_bucket{le=\"32.0\"} 1");
    }

    @Test
    void aGaugeIsAskedAtEveryScrape() {
        AtomicReference<Double> value = new AtomicReference<>(1.0);
        meters.gauge(Measure.STREAM_RUNNING, value::get);
        assertThat(meters.scrape()).contains("shelver_stream_running 1.0");

        value.set(0.0);

        assertThat(meters.scrape()).contains("shelver_stream_running 0.0");
    }

    @Test
    void aTagHasNoOtherValueThanThoseDefined() {
        assertThatIllegalArgumentException().isThrownBy(() -> meters.counter(Measure.OUTCOMES, "window"))
                .withMessageContaining("door").withMessageContaining("window");
        assertThatIllegalArgumentException().isThrownBy(() -> meters.counter(Measure.OUTCOMES));
        assertThatIllegalArgumentException().isThrownBy(() -> meters.timer(Measure.UPLOADS));
    }

    @Test
    void deadLettersAreCountedByFailureClass() {
        assertThat(Measure.DEAD_LETTERS.tags().getFirst().values()).containsExactlyInAnyOrder("NULL_VALUE", "NULL_KEY",
                "KEY_MISMATCH", "NOT_AVRO", "UNKNOWN_SCHEMA", "INCOMPATIBLE_SCHEMA", "NOT_A_LISTING",
                "UPLOAD_TOO_LARGE",
                "OUTCOME_TOO_LARGE", "OUTCOME_NOT_SERIALISABLE", "PROCESSING_FAILED");
    }

    @Test
    void theJvmsOwnMetersAreScraped() {
        assertThat(List.of("jvm_memory_used_bytes", "jvm_gc_", "jvm_threads_live_threads", "jvm_classes_loaded_classes",
                "process_cpu_usage", "process_uptime_seconds", "process_start_time_seconds",
                "process_files_open_files")).allSatisfy(name -> assertThat(meters.scrape()).contains(name));
    }
}
