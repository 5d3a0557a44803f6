// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import static io.shelver.metrics.Queries.LAG;
import static io.shelver.metrics.Queries.increase;
import static io.shelver.metrics.Queries.quantile;
import static io.shelver.metrics.Queries.rate;
import static io.shelver.metrics.Queries.sum;

import java.time.Duration;
import java.util.Locale;

/** The alerts. Each has a heading in {@code OPERATIONS.md}, which explains it and tells what to do. */
enum Alert {
    ABSENT("ShelverAbsent", Severity.CRITICAL, Duration.ofMinutes(5), "absent(%s)".formatted(name(Measure.BUNDLE)),
            "Prometheus scrapes no instance of Shelver", "Prometheus has found no instance for five minutes."),
    NOT_RUNNING("ShelverNotRunning", Severity.CRITICAL, Duration.ofMinutes(2),
            // The second half is for instances that restart in a loop and are down at most scrapes.
            "max by (job) (%s) == 0 or max by (job) (max_over_time(%s[10m])) == 0".formatted(
                    name(Measure.STREAM_RUNNING), name(Measure.STREAM_RUNNING)),
            "No instance processes uploads", "All instances are starting, rebalancing or stopping. Uploads wait."),
    INSTANCE_NOT_RUNNING("ShelverInstanceNotRunning", Severity.WARNING, Duration.ofMinutes(10),
            name(Measure.STREAM_RUNNING) + " == 0",
            "{{ $labels.instance }} processes no uploads",
            "The instance has not been running for ten minutes. The others do its work."),
    UPLOADS_STAND_STILL("ShelverUploadsStandStill", Severity.CRITICAL, Duration.ofMinutes(5),
            "%s > 0 and %s == 0".formatted(sum(LAG), sum(rate(Measure.UPLOADS, "", "5m"))),
            "Uploads wait and none is read", "{{ $value }} uploads are unread, and none was read for five minutes."),
    LAG_GROWS("ShelverLagGrows", Severity.WARNING, Duration.ofMinutes(15),
            "%s > 1000 and deriv(%s[15m:1m]) > 0".formatted(sum(LAG), sum(LAG)),
            "Uploads arrive faster than they are decided", "{{ $value }} uploads are unread, and the number grows."),
    TOO_FEW_PARTITIONS("ShelverTooFewPartitions", Severity.WARNING, Duration.ofMinutes(15),
            "%s > 1000 and deriv(%s[15m:1m]) > 0 and %s >= count by (job) (%s)".formatted(sum(LAG), sum(LAG),
                    sum(name(Measure.STREAM_THREADS)), LAG),
            "More instances would not help", "The lag grows, and every partition already has a thread of its own."),
    LATENCY_HIGH("ShelverLatencyHigh", Severity.WARNING, Duration.ofMinutes(10),
            quantile(0.99, Measure.LATENCY, "", "10m") + " > 30",
            "Decisions are late",
            "One of a hundred uploads is decided more than {{ $value | humanizeDuration }} after its upload."),
    REVIEW_SHARE_JUMPED("ShelverReviewShareJumped", Severity.WARNING, Duration.ofMinutes(15),
            "%s > 0.2 and %s > 1.5 * %s and %s > 20".formatted(reviewShare("[30m]"), reviewShare("[30m]"),
                    reviewShare("[1d] offset 1h"), sum(increase(Measure.OUTCOMES, "door=\"reviews\"", "30m"))),
            "Far more listings go to review",
            "{{ $value | humanizePercentage }} of the decided listings go to review, over 1.5 times the share of the day before."),
    DEAD_LETTERS("ShelverDeadLetters", Severity.WARNING, Duration.ofMinutes(10),
            "%s / %s > 0.01 and %s > 5".formatted(sum(rate(Measure.OUTCOMES, "door=\"dead-letters\"", "10m")),
                    sum(rate(Measure.OUTCOMES, "", "10m")),
                    sum(increase(Measure.OUTCOMES, "door=\"dead-letters\"", "10m"))),
            "Many uploads are dead letters", "{{ $value | humanizePercentage }} of the uploads are dead letters."),
    UNKNOWN_SCHEMA("ShelverUnknownSchema", Severity.CRITICAL, Duration.ZERO,
            sum(increase(Measure.DEAD_LETTERS, "failure=\"UNKNOWN_SCHEMA\"", "10m")) + " > 0",
            "Uploads have an unknown schema",
            "A writer uses a schema that this service does not know. Its uploads are dead letters until the service knows the schema."),
    UPLOADS_GONE("ShelverUploadsGone", Severity.CRITICAL, Duration.ZERO,
            sum(increase(Measure.GONE, "", "15m")) + " > 0",
            "Uploads were never read",
            "At most {{ $value | humanize }} uploads left by no door: they were deleted before they were read, or the group was moved past them."),
    UPLOADS_READ_AGAIN("ShelverUploadsReadAgain", Severity.WARNING, Duration.ZERO,
            sum(increase(Measure.READ_AGAIN, "", "15m")) + " > 0",
            "Uploads are read that were read before",
            "The place of the consumer group was lost or moved back. {{ $value | humanize }} uploads were read again."),
    PROVIDER_MISSING("ShelverProviderMissing", Severity.WARNING, Duration.ofMinutes(1),
            "max by (job, instance, provider) (%s) == 1".formatted(name(Measure.PROVIDER, "state=\"missing\"")),
            "{{ $labels.instance }} runs without {{ $labels.provider }}",
            "The execution provider was asked for but is missing. The models run on the next one, and slower."),
    BATCH_NEAR_DEADLINE("ShelverBatchNearDeadline", Severity.WARNING, Duration.ofMinutes(1),
            "max by (job) (%s_max) > 0.8 * max by (job) (%s)".formatted(name(Measure.BATCH),
                    name(Measure.BATCH_DEADLINE)),
            "A batch nearly missed its deadline",
            "A batch took {{ $value | humanizeDuration }}. A batch that misses its deadline stops the service."),
    IMAGE_FETCHES_FAIL("ShelverImageFetchesFail", Severity.WARNING, Duration.ofMinutes(15),
            "%s / %s > 0.2 and 900 * %s > 10".formatted(sum(fetches("result=\"failed\"")), sum(fetches("")),
                    sum(fetches("result=\"failed\""))),
            "Pictures cannot be fetched",
            "{{ $value | humanizePercentage }} of the links fail. Their listings are decided without the picture."),
    IMAGE_CACHE_FAILS("ShelverImageCacheFails", Severity.WARNING, Duration.ofMinutes(5),
            sum(increase(Measure.IMAGE_CACHE, "result=\"failure\"", "15m")) + " > 3",
            "The cache of pictures fails", "Pictures are fetched again each time. The disk may be full."),
    CONFIDENCE_DRIFT("ShelverConfidenceDrift", Severity.WARNING, Duration.ofMinutes(30),
            "max by (job) (%s) > 0.25".formatted(name(Measure.DRIFT, "of=\"confidence\"")),
            "The models are not as sure as they were",
            "The population stability index of confidence is {{ $value }}. Above 0.25 the listings differ from those that the bundle was made for."),
    LABEL_DRIFT("ShelverLabelDrift", Severity.WARNING, Duration.ofMinutes(30),
            "max by (job) (%s) > 0.25".formatted(name(Measure.DRIFT, "of=\"labels\"")),
            "The mix of categories has changed",
            "The population stability index of labels is {{ $value }}. Above 0.25 the mix differs from the bundle's reference."),
    TRANSACTIONS_ABORTED("ShelverTransactionsAborted", Severity.WARNING, Duration.ZERO,
            sum(increase(Measure.TRANSACTIONS_ABORTED, "", "1h")) + " > 10",
            "Kafka transactions are aborted",
            "{{ $value | humanize }} were aborted in an hour. Nothing is lost: the service repeats the work in them."),
    RESTARTS("ShelverRestarts", Severity.WARNING, Duration.ZERO,
            "changes(process_start_time_seconds[1h]) > 2 and on (job, instance) " + name(Measure.BUNDLE),
            "{{ $labels.instance }} restarts", "The instance restarted {{ $value }} times within an hour."),
    HEAP_NEAR_LIMIT("ShelverHeapNearLimit", Severity.WARNING, Duration.ofMinutes(15),
            "sum by (job, instance) (jvm_memory_used_bytes{area=\"heap\"}) / sum by (job, instance) (jvm_memory_max_bytes{area=\"heap\"} > 0) > 0.9 and on (job, instance) "
                    + name(Measure.BUNDLE),
            "{{ $labels.instance }} is short of memory",
            "The heap has been {{ $value | humanizePercentage }} full for a quarter of an hour."),
    BUNDLES_DIFFER("ShelverBundlesDiffer", Severity.WARNING, Duration.ofMinutes(30),
            "count by (job) (count by (job, bundle, version) (%s)) > 1".formatted(name(Measure.BUNDLE)),
            "Instances serve different bundles",
            "{{ $value }} bundles have served for half an hour. A roll-out is stuck.");

    enum Severity {
        /** Wakes somebody. */
        CRITICAL,
        /** Can wait for office hours. */
        WARNING
    }

    private final String title;
    private final Severity severity;
    private final Duration after;
    private final String expression;
    private final String summary;
    private final String description;

    Alert(String title, Severity severity, Duration after, String expression, String summary, String description) {
        this.title = title;
        this.severity = severity;
        this.after = after;
        this.expression = expression;
        this.summary = summary;
        this.description = description;
    }

    private static String name(Measure measure) {
        return measure.prometheus();
    }

    private static String name(Measure measure, String labels) {
        return "%s{%s}".formatted(measure.prometheus(), labels);
    }

    private static String fetches(String labels) {
        return rate(Measure.IMAGE_FETCHES, "_count", labels, "15m");
    }

    private static String reviewShare(String range) {
        String outcomes = Measure.OUTCOMES.prometheus();
        return "(sum by (job) (rate(%s{door=\"reviews\"}%s)) / sum by (job) (rate(%s{door!=\"dead-letters\"}%s)))"
                .formatted(outcomes, range, outcomes, range);
    }

    String title() {
        return title;
    }

    Severity severity() {
        return severity;
    }

    Duration after() {
        return after;
    }

    String expression() {
        return expression;
    }

    String summary() {
        return summary;
    }

    String description() {
        return description;
    }

    /** The anchor of the heading in the runbook. */
    String anchor() {
        return title.toLowerCase(Locale.ROOT);
    }
}
