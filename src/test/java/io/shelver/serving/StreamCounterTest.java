// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;
import io.shelver.metrics.Meters;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamCounterTest {
    private final Meters meters = Meters.prometheus();
    private final List<Decision> seen = new ArrayList<>();
    private long now;
    private final StreamCounter stream = new StreamCounter(meters, seen::add, () -> now);

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void aDecisionIsCountedByItsDoorBeforeItIsCommitted() {
        stream.decided(decision("boots"), Duration.ofMillis(40));

        assertThat(meters.scrape()).contains("shelver_outcomes_total{door=\"categories\"} 1.0",
                "shelver_outcomes_total{door=\"reviews\"} 0.0",
                "shelver_latency_seconds_count{door=\"categories\"} 0",
                "shelver_latency_clamped_total 0.0");
    }

    @Test
    void theLatencyEndsWhenReadersOfCommittedRecordsSeeTheOutcome() {
        stream.decided(decision("boots"), Duration.ofMillis(40));
        now += Duration.ofMillis(20).toNanos();
        stream.transactionCommitted();
        stream.transactionCommitted();

        assertThat(meters.scrape()).contains("shelver_latency_seconds_count{door=\"categories\"} 1");
        assertThat(sum("categories")).isCloseTo(0.06, within(1e-9));
    }

    @Test
    void anOutcomeOfAnAbortedTransactionHasNoLatency() {
        stream.decided(decision("boots"), Duration.ofMillis(40));
        stream.transactionAborted();
        stream.transactionCommitted();

        assertThat(meters.scrape()).contains("shelver_latency_seconds_count{door=\"categories\"} 0");
    }

    @Test
    void aCommitOfOneThreadIsNoCommitOfAnother() throws InterruptedException {
        stream.decided(decision("boots"), Duration.ofMillis(40));
        Thread other = new Thread(stream::transactionCommitted);
        other.start();
        other.join();

        assertThat(meters.scrape()).contains("shelver_latency_seconds_count{door=\"categories\"} 0");
    }

    private double sum(String door) {
        String series = "shelver_latency_seconds_sum{door=\"%s\"} ".formatted(door);
        return meters.scrape().lines().filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length()))).findFirst().orElseThrow();
    }

    @Test
    void everyDecisionIsComparedForDrift() {
        stream.decided(decision("boots"), Duration.ofMillis(40));
        stream.decided(decision("unsure boots"), Duration.ofMillis(-40));

        assertThat(seen).containsExactly(decision("boots"), decision("unsure boots"));
    }

    @Test
    void aReviewIsCountedWithItsReasons() {
        stream.decided(decision("unsure boots"), Duration.ofMillis(40));
        stream.transactionCommitted();

        assertThat(meters.scrape()).contains("shelver_outcomes_total{door=\"reviews\"} 1.0",
                "shelver_review_reasons_total{reason=\"LOW_CONFIDENCE\"} 1.0",
                "shelver_review_reasons_total{reason=\"NARROW_MARGIN\"} 0.0",
                "shelver_latency_seconds_count{door=\"reviews\"} 1");
    }

    @Test
    void anUploadFromTheFutureTakesNoTimeAndIsCounted() {
        stream.decided(decision("boots"), Duration.ofHours(-2));
        stream.transactionCommitted();

        assertThat(meters.scrape()).contains("shelver_latency_clamped_total 1.0",
                "shelver_latency_seconds_count{door=\"categories\"} 1");
        assertThat(sum("categories")).isZero();
    }

    @Test
    void anUploadFromLongAgoIsTakenAsAYearOldAndCounted() {
        stream.decided(decision("boots"), Duration.ofDays(400));
        // More nanoseconds than a long holds: a seller may send such a time.
        stream.decided(decision("boots"), Duration.ofSeconds(Long.MAX_VALUE));
        stream.transactionCommitted();

        assertThat(meters.scrape()).contains("shelver_latency_clamped_total 2.0",
                "shelver_latency_seconds_sum{door=\"categories\"} 6.3072E7");
    }

    @Test
    void aDeadLetterIsCountedByItsClassAndHasNoLatency() {
        stream.deadLetter(FailureClass.UNKNOWN_SCHEMA);

        assertThat(meters.scrape()).contains("shelver_outcomes_total{door=\"dead-letters\"} 1.0",
                "shelver_dead_letters_total{failure=\"UNKNOWN_SCHEMA\"} 1.0",
                "shelver_latency_seconds_count{door=\"categories\"} 0");
    }

    @Test
    void whatIsInFlightGoesUpAndDown() {
        stream.inFlight(5);
        stream.inFlight(-3);

        assertThat(meters.scrape()).contains("shelver_uploads_in_flight 2.0");
    }

    private static Decision decision(String title) {
        return FakeClassifier.decide(new Listing("a", title, "", new Image.None()));
    }
}
