// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/**
 * Every meter. These count attempts: what a crash makes the stream do again is counted again, while the topics hold each
 * outcome once. Without crashes: uploads = categories + reviews + dead letters + those that wait.
 */
public final class Meters {
    /** Uploads that came in. Alert when it stands still while the consumer lag grows. */
    public static final String UPLOADS = "shelver.uploads";
    /** Outcomes; tag {@code door}: categories, reviews or dead-letters. Alert on the share of dead letters. */
    public static final String OUTCOMES = "shelver.outcomes";
    /** Reasons for review; tag {@code reason}. Alert when UNFAMILIAR_TEXT grows: the catalogue has drifted. */
    public static final String REASONS = "shelver.review.reasons";
    /** Dead letters; tag {@code failure}. Alert on UNKNOWN_SCHEMA: a writer is ahead of this service. */
    public static final String FAILURES = "shelver.dead.letters";
    /** Seconds that a batch took. Alert when it comes near the batch deadline. */
    public static final String BATCH_SECONDS = "shelver.batch";
    /** Listings in a batch. */
    public static final String BATCH_SIZE = "shelver.batch.size";
    /** 1 for each provider in use; tags {@code provider} and {@code state}: used or missing. Alert on missing. */
    public static final String PROVIDERS = "shelver.inference.provider";

    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Meters that nobody scrapes. */
    public static Meters inMemory() {
        return new Meters(new SimpleMeterRegistry());
    }

    public void upload() {
        registry.counter(UPLOADS).increment();
    }

    public void outcome(String door) {
        Counter.builder(OUTCOMES).tag("door", door).register(registry).increment();
    }

    public void reason(String code) {
        Counter.builder(REASONS).tag("reason", code).register(registry).increment();
    }

    public void failure(String failureClass) {
        Counter.builder(FAILURES).tag("failure", failureClass).register(registry).increment();
    }

    public void batch(int listings, Duration took) {
        Timer.builder(BATCH_SECONDS).register(registry).record(took);
        DistributionSummary.builder(BATCH_SIZE).baseUnit("listings").register(registry).record(listings);
    }

    /** Which providers run the models, and which were asked for and are not there. */
    public void providers(Collection<String> used, Collection<String> missing) {
        used.forEach(provider -> provider(provider, "used"));
        missing.forEach(provider -> provider(provider, "missing"));
    }

    private void provider(String provider, String state) {
        registry.gauge(PROVIDERS,
                Tags.of("provider", provider.toLowerCase(Locale.ROOT), "state", state),
                1);
    }
}
