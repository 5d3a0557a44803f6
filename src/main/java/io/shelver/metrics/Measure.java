// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.shelver.classify.Door;
import io.shelver.classify.FailureClass;
import io.shelver.classify.Reason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place that defines every meter. The meters count attempts of this process: work that the stream repeats after a rebalance
 * or an aborted transaction is counted again, while the topics hold each outcome once.
 */
public enum Measure {
    UPLOADS(Kind.COUNTER, "shelver.uploads", "", Buckets.NONE,
            "The records read from the uploads topic, whatever they hold.",
            "No increase while the lag grows: ShelverLagGrows.",
            "uploads + restored = categories + reviews + dead letters + skipped (of shelver.uploads.read.again) + in flight + left, in every process, while no transaction aborts. Predictions by HTTP do not count."),
    RESTORED(Kind.COUNTER, "shelver.uploads.restored", "", Buckets.NONE,
            "The uploads that were waiting in the changelog when a task was opened.",
            "Not by itself. A few at each start and rebalance are normal.",
            "Each was counted in uploads before, here or in another process. Over all processes, if none was killed: restored = left."),
    LEFT(Kind.COUNTER, "shelver.uploads.left", "", Buckets.NONE,
            "The uploads that were still waiting when a task was closed. The process that opens the task next restores them.",
            "Not by itself.",
            "See restored. A killed process does not count what it left."),
    READ_AGAIN(Kind.COUNTER, "shelver.uploads.read.again", "", Buckets.NONE,
            "The uploads that had been read before, by what was done with them: see SHELVER_READ_AGAIN.",
            "On the first: the group's place was lost or moved back (ShelverUploadsReadAgain).",
            "They are among the uploads. The skipped ones have no outcome here; they had one before.",
            Tag.of("what", "skipped", "decided")),
    GONE(Kind.COUNTER, "shelver.uploads.gone", "", Buckets.NONE,
            "The offsets of the uploads topic that were deleted before they were read, or that the group was moved past, and so left by no door. Some may have been no uploads but marks of transactions.",
            "On the first: ShelverUploadsGone.",
            "They are not among the uploads."),
    POSTPONED(Kind.COUNTER, "shelver.uploads.postponed", "", Buckets.NONE,
            "How often an upload was put aside because the host of its picture asks to be asked later.",
            "Not by itself. A steady rate means that a host serves fewer pictures than sellers link to.",
            "An upload may be put aside more than once, and is in flight meanwhile."),
    IN_FLIGHT(Kind.GAUGE, "shelver.uploads.in.flight", "", Buckets.NONE,
            "The uploads that were admitted and have no outcome yet, in all tasks of this process.",
            "Not by itself. For each stream thread it is rarely above SHELVER_BATCH_SIZE; the lag counts the uploads that are not read yet.",
            "See uploads."),
    OUTCOMES(Kind.COUNTER, "shelver.outcomes", "", Buckets.NONE,
            "The outcomes, by door.",
            "The share of reviews or of dead letters jumps: ShelverReviewShareJumped, ShelverDeadLetters.",
            "See uploads.",
            Tag.of("door", keys(Door.values()))),
    DEAD_LETTERS(Kind.COUNTER, "shelver.dead.letters", "", Buckets.NONE,
            "The dead letters, by class of failure.",
            "On the first UNKNOWN_SCHEMA: a writer uses a newer schema than this service knows (ShelverUnknownSchema).",
            "Their sum is the outcomes at the door dead-letters.",
            Tag.of("failure", names(FailureClass.values()))),
    REVIEW_REASONS(Kind.COUNTER, "shelver.review.reasons", "", Buckets.NONE,
            "The reasons for reviews, by code.",
            "UNFAMILIAR_TEXT or NOTHING_RECOGNIZED grows: the catalogue has drifted. See ShelverReviewShareJumped.",
            "A review has at least one reason, so their sum is at least the outcomes at the door reviews.",
            Tag.of("reason", names(Reason.Code.values()))),
    TRANSACTIONS_ABORTED(Kind.COUNTER, "shelver.transactions.aborted", "", Buckets.NONE,
            "The Kafka transactions that this process aborted. It repeats the work in them.",
            "More than a few an hour, since one failure may abort one for each task: ShelverTransactionsAborted.",
            "After an abort, uploads and outcomes exceed the counts in the topics by what was in the transaction. Transactions that the broker aborts for a killed process do not count."),
    LATENCY(Kind.TIMER, "shelver.latency", "", Buckets.LATENCY,
            "The time from the upload (uploaded_at) to the commit of its outcome, when readers of committed records see it.",
            "The 99th percentile stays high: ShelverLatencyHigh.",
            "One observation for each committed outcome at the doors categories and reviews, none for dead letters. A replayed upload keeps its time, so a replay raises the high percentiles.",
            Tag.of("door", Door.CATEGORIES.key(), Door.REVIEWS.key())),
    LATENCY_CLAMPED(Kind.COUNTER, "shelver.latency.clamped", "", Buckets.NONE,
            "The uploads from the future, whose latency counts as 0, and from more than a year ago, whose latency counts as a year. The uploader's clock is wrong, or the upload was replayed late.",
            "Not by itself. If it grows, do not trust the latency.",
            "Each is an observation of shelver.latency too. A clock that is slow looks the same as a late upload."),
    BATCH(Kind.TIMER, "shelver.batch", "", Buckets.STAGE,
            "The time to classify one micro-batch, including waits for the device and single retries.",
            "Near the deadline: ShelverBatchNearDeadline.",
            "At least as long as the longest prepare of its modalities plus the runs that follow one another. Predictions by HTTP do not count."),
    BATCH_DEADLINE(Kind.GAUGE, "shelver.batch.deadline", "seconds", Buckets.NONE,
            "The value of SHELVER_BATCH_DEADLINE_MS. A batch that takes longer stops the service.",
            "See shelver.batch.",
            "Every batch of shelver.batch is shorter."),
    BATCH_SIZE(Kind.SUMMARY, "shelver.batch.size", "listings", Buckets.SIZE,
            "The listings in one micro-batch.",
            "Not by itself. Batches of one under load mean that SHELVER_BATCH_LINGER_MS is too short.",
            "Their sum is the number of decided uploads, plus those of a batch that stopped the service."),
    QUEUE(Kind.TIMER, "shelver.queue", "", Buckets.STAGE,
            "The time spent waiting. batch: an upload waits for its micro-batch; pictures: a batch waits for linked pictures; device: rows wait for the device.",
            "Not by itself. If rows wait for the device longer than it runs, the device is the limit.",
            "The work is in shelver.compute. Stages overlap: while the device runs one modality, another is prepared.",
            Tag.of("stage", "batch", "pictures", "device"),
            Tag.bounded("modality", "a modality of the bundle, fusion, or all for stages that modalities share")),
    COMPUTE(Kind.TIMER, "shelver.compute", "", Buckets.STAGE,
            "The time spent working. prepare: a batch's texts become tokens, or its pictures are decoded and resized; run: the device runs one graph, for the fusion with modality fusion; write: a batch's outcomes become events and go to Kafka.",
            "Not by itself. It shows which stage makes a batch slow.",
            "Waits are in shelver.queue. prepare and run include the golden listings at the start, the warm-up of a GPU and predictions by HTTP.",
            Tag.of("stage", "prepare", "run", "write"),
            Tag.bounded("modality", "as in shelver.queue")),
    DEVICE_ROWS(Kind.SUMMARY, "shelver.device.batch", "rows", Buckets.SIZE,
            "The rows in one run of a graph. The device joins the rows of all callers that wait for it.",
            "Not by itself.",
            "One observation for each run of shelver.compute.",
            Tag.bounded("graph", "a modality of the bundle, or fusion")),
    DEVICE_OUT_OF_MEMORY(Kind.COUNTER, "shelver.device.out.of.memory", "", Buckets.NONE,
            "The batches that did not fit into the device's memory. Each is run again in halves, and the graph keeps to that size.",
            "Not by itself: nothing is lost, and a graph counts six at most. If it grows after each start, another process uses the memory, or the models are too large for it.",
            "Runs that fail do not count in shelver.compute; their halves do.",
            Tag.bounded("graph", "as in shelver.device.batch")),
    EVIDENCE(Kind.COUNTER, "shelver.evidence", "", Buckets.NONE,
            "The evidence of each modality about each listing, by kind. The cascade saves the skipped ones.",
            "unreadable grows: see ShelverImageFetchesFail.",
            "The sum over the kinds of one modality is the number of classified listings, including predictions by HTTP and single retries.",
            Tag.bounded("modality", "a modality of the bundle"),
            Tag.of("kind", "scored", "absent", "unreadable", "skipped")),
    REPEATS(Kind.COUNTER, "shelver.repeats", "", Buckets.NONE,
            "The source of the scores of scored parts. remembered: an equal text or picture before; run: the model.",
            "Not by itself. The share of remembered is what SHELVER_REPEATS_MB saves.",
            "remembered + run = the scored evidence of that modality. Both are 0 if no scores are remembered. Remembered parts do not count in shelver.device.batch.",
            Tag.bounded("modality", "a modality of the bundle"),
            Tag.of("result", "remembered", "run")),
    REPEATS_SIZE(Kind.GAUGE, "shelver.repeats.size", "bytes", Buckets.NONE,
            "The approximate heap that remembered scores take.",
            "Not by itself. At SHELVER_REPEATS_MB it is full, and scores that are rarely repeated make room.",
            "Part of the heap of the JVM. Missing if no scores are remembered."),
    PROVIDER(Kind.GAUGE, "shelver.provider", "", Buckets.NONE,
            "1 if the execution provider is in the state: asked for, used, missing, or the first of those used (the device).",
            "missing is 1: ShelverProviderMissing.",
            "asked = used + missing, except that the CPU is used without being asked for when no other provider is left.",
            Tag.of("provider", "tensorrt", "cuda", "cpu"),
            Tag.of("state", "asked", "used", "missing", "first")),
    IMAGE_FETCHES(Kind.TIMER, "shelver.image.fetches", "", Buckets.STAGE,
            "The time to fetch a linked picture from the network, including retries.",
            "The share of failed is high: ShelverImageFetchesFail.",
            "Links found in the cache do not count here: they are hits of shelver.image.cache.",
            Tag.of("result", "fetched", "failed")),
    IMAGE_BYTES(Kind.SUMMARY, "shelver.image.size", "bytes", Buckets.BYTES,
            "The size of fetched pictures.",
            "Not by itself.",
            "One observation for each fetch whose result is fetched."),
    IMAGE_CACHE(Kind.COUNTER, "shelver.image.cache", "", Buckets.NONE,
            "The look-ups in the cache of pictures, and its failures to read or write.",
            "failure grows: ShelverImageCacheFails. The service goes on without the cache.",
            "hits + misses = links followed, if a cache is open. A failure counts in addition to its hit or miss.",
            Tag.of("result", "hit", "miss", "failure")),
    DRIFT(Kind.GAUGE, "shelver.drift.psi", "", Buckets.NONE,
            "The population stability index of recent decisions, compared with the bundle's reference. Below 0.1 they are alike; above 0.25 they are another population.",
            "Above 0.25: ShelverConfidenceDrift, ShelverLabelDrift.",
            "Missing if the bundle has no reference, and until enough decisions were made.",
            Tag.of("of", "confidence", "labels")),
    BUNDLE(Kind.GAUGE, "shelver.bundle", "", Buckets.NONE,
            "Always 1; the tags name the bundle that serves, its taxonomy and the release of Shelver.",
            "More than one version for longer than a roll-out: ShelverBundlesDiffer.",
            "One series in each process.",
            Tag.bounded("bundle", "the bundle's name"), Tag.bounded("version", "the bundle's version"),
            Tag.bounded("taxonomy", "the taxonomy's name"), Tag.bounded("taxonomy_version", "the taxonomy's version"),
            Tag.bounded("release", "Shelver's version")),
    STREAM_RUNNING(Kind.GAUGE, "shelver.stream.running", "", Buckets.NONE,
            "1 while the stream processes uploads, 0 while it starts, rebalances or stops.",
            "0 for minutes: ShelverNotRunning.",
            "/health/ready answers 503 while it is 0."),
    STREAM_THREADS(Kind.GAUGE, "shelver.stream.threads", "", Buckets.NONE,
            "The partitions that this process can work on at the same time: see SHELVER_STREAM_THREADS.",
            "All processes together have as many threads as partitions while the lag grows: ShelverTooFewPartitions.",
            "Threads beyond the number of partitions are idle."),
    HTTP_REQUESTS(Kind.TIMER, "shelver.http.requests", "", Buckets.STAGE,
            "The time to answer an HTTP request, by route and status.",
            "Not by itself.",
            "Predictions count in shelver.evidence and in the stages, but not in uploads and outcomes.",
            Tag.bounded("route", "a route of the server, or none"),
            Tag.bounded("status", "a status that the server answers"));

    /** The kinds of meters. */
    public enum Kind {
        COUNTER(Meter.Type.COUNTER),
        GAUGE(Meter.Type.GAUGE),
        TIMER(Meter.Type.TIMER),
        SUMMARY(Meter.Type.DISTRIBUTION_SUMMARY);

        private final Meter.Type type;

        Kind(Meter.Type type) {
            this.type = type;
        }
    }

    private final Kind kind;
    private final String key;
    private final String unit;
    private final Buckets buckets;
    private final String meaning;
    private final String alert;
    private final String relation;
    private final List<Tag> tags;

    Measure(Kind kind, String key, String unit, Buckets buckets, String meaning, String alert, String relation,
            Tag... tags) {
        this.kind = kind;
        this.key = key;
        this.unit = unit;
        this.buckets = buckets;
        this.meaning = meaning;
        this.alert = alert;
        this.relation = relation;
        this.tags = List.of(tags);
    }

    public Kind kind() {
        return kind;
    }

    /** The name in Micrometer, such as {@code shelver.uploads}. */
    public String key() {
        return key;
    }

    /** The unit, such as {@code bytes}; empty for a count of what the name tells. Timers have seconds. */
    public String unit() {
        return kind == Kind.TIMER ? "seconds" : unit;
    }

    /** The unit, or null for an empty one: for an empty string, Micrometer would end the name in an underscore. */
    @Nullable
    String baseUnit() {
        return unit().isEmpty() ? null : unit();
    }

    Buckets buckets() {
        return buckets;
    }

    public String meaning() {
        return meaning;
    }

    /** When to alert on the meter, or why not. */
    public String alert() {
        return alert;
    }

    /** How the meter relates to the others. */
    public String relation() {
        return relation;
    }

    public List<Tag> tags() {
        return tags;
    }

    /** The name in Prometheus, such as {@code shelver_uploads_total}; for a histogram, without the suffix of its series. */
    public String prometheus() {
        String name = new PrometheusNamingConvention().name(key, kind.type, baseUnit());
        return kind == Kind.COUNTER ? name + "_total" : name;
    }

    private static String[] keys(Door... doors) {
        return Arrays.stream(doors).map(Door::key).toArray(String[]::new);
    }

    private static String[] names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }
}
