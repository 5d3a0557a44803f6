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
 * Every meter: the one place that defines them. They count attempts of this process: what a rebalance or an aborted transaction
 * makes the stream do again is counted again, while the topics hold each outcome once.
 */
public enum Measure {
    UPLOADS(Kind.COUNTER, "shelver.uploads", "", Buckets.NONE,
            "Records read from the uploads topic, whatever they hold.",
            "Standing still while the lag grows: ShelverLagGrows.",
            "uploads + restored = categories + reviews + dead letters + in flight + left, in every process and while no transaction aborts; predictions by HTTP are not among them."),
    RESTORED(Kind.COUNTER, "shelver.uploads.restored", "", Buckets.NONE,
            "Uploads that were waiting in the change log when a task was opened.",
            "Not by itself; a little at each start and rebalance is normal.",
            "Each was counted among the uploads before, here or in another process. Summed over all processes, with none killed: restored = left."),
    LEFT(Kind.COUNTER, "shelver.uploads.left", "", Buckets.NONE,
            "Uploads still waiting when a task was closed; whoever opens it next restores them.",
            "Not by itself.",
            "See restored. A process that is killed never tells what it left."),
    IN_FLIGHT(Kind.GAUGE, "shelver.uploads.in.flight", "", Buckets.NONE,
            "Uploads admitted and not yet out, over all tasks of this process.",
            "Not by itself: it is at most partitions x SHELVER_BATCH_SIZE; the lag shows what has not even been read.",
            "See uploads."),
    OUTCOMES(Kind.COUNTER, "shelver.outcomes", "", Buckets.NONE,
            "Outcomes, by door.",
            "A jump of the share of reviews or of dead letters: ShelverReviewShareJumped, ShelverDeadLetters.",
            "See uploads.",
            Tag.of("door", keys(Door.values()))),
    DEAD_LETTERS(Kind.COUNTER, "shelver.dead.letters", "", Buckets.NONE,
            "Dead letters, by class of failure.",
            "UNKNOWN_SCHEMA at once: a writer is ahead of this service (ShelverUnknownSchema).",
            "Their sum is the outcomes at the door dead-letters.",
            Tag.of("failure", names(FailureClass.values()))),
    REVIEW_REASONS(Kind.COUNTER, "shelver.review.reasons", "", Buckets.NONE,
            "Reasons given for reviews.",
            "UNFAMILIAR_TEXT or NOTHING_RECOGNIZED growing: the catalogue has drifted; see ShelverReviewShareJumped.",
            "A review has one reason or more, so their sum is at least the outcomes at the door reviews.",
            Tag.of("reason", names(Reason.Code.values()))),
    TRANSACTIONS_ABORTED(Kind.COUNTER, "shelver.transactions.aborted", "", Buckets.NONE,
            "Transactions of Kafka that this process aborted; what was in them is done again.",
            "More than a few an hour, where one failure may abort one for each task: ShelverTransactionsAborted.",
            "Apart from the doors: an abort puts uploads and outcomes out of step with the topics by what was in it. Those that the broker aborts for a killed process are counted by nobody here."),
    LATENCY(Kind.TIMER, "shelver.latency", "", Buckets.LATENCY,
            "From the upload's own time (uploaded_at) to its decision.",
            "The 99th percentile stays high: ShelverLatencyHigh.",
            "One observation for each outcome at the doors categories and reviews; dead letters are not among them. A replayed upload keeps its time, so a replay lifts the high percentiles.",
            Tag.of("door", Door.CATEGORIES.key(), Door.REVIEWS.key())),
    LATENCY_CLAMPED(Kind.COUNTER, "shelver.latency.clamped", "", Buckets.NONE,
            "Uploads from the future, whose latency was taken as 0, and from more than a year ago, taken as a year: the uploading clock is wrong, or they were replayed late.",
            "Not by itself; where it grows, the latency is not to be believed.",
            "Part of the observations of the latency. A clock that is behind cannot be told from a late upload."),
    BATCH(Kind.TIMER, "shelver.batch", "", Buckets.STAGE,
            "Classifying one micro-batch, waiting for the device and retries one by one included.",
            "Near the deadline: ShelverBatchNearDeadline.",
            "At least the longest prepare of its modalities and the runs behind one another; predictions by HTTP are not among them."),
    BATCH_DEADLINE(Kind.GAUGE, "shelver.batch.deadline", "seconds", Buckets.NONE,
            "SHELVER_BATCH_DEADLINE_MS: a batch that takes longer stops the service.",
            "See shelver.batch.",
            "The longest batch lies below it."),
    BATCH_SIZE(Kind.SUMMARY, "shelver.batch.size", "listings", Buckets.SIZE,
            "Listings in one micro-batch.",
            "Not by itself; batches of one under load mean that SHELVER_BATCH_LINGER_MS is too short.",
            "Their sum is the decided uploads, plus those of a batch that stopped the service."),
    QUEUE(Kind.TIMER, "shelver.queue", "", Buckets.STAGE,
            "Waiting. batch: an upload for its micro-batch; pictures: a batch for pictures by link to come; device: rows for the device.",
            "Not by itself; device waits beyond device runs say that the device is the limit.",
            "Apart from shelver.compute. Stages overlap: while the device runs one modality, another is prepared.",
            Tag.of("stage", "batch", "pictures", "device"),
            Tag.bounded("modality", "a modality of the bundle, fusion, or all for what is not apart by modality")),
    COMPUTE(Kind.TIMER, "shelver.compute", "", Buckets.STAGE,
            "Working. prepare: a batch's texts to tokens or its pictures decoded and resized; run: one run of a graph on the device, the fusion's being that of modality fusion; write: a batch's outcomes made into events and handed to Kafka.",
            "Not by itself; shows which stage a slow batch is made of.",
            "Apart from shelver.queue. The golden listings at the start, a GPU's warming up and predictions by HTTP are among prepare and run.",
            Tag.of("stage", "prepare", "run", "write"),
            Tag.bounded("modality", "as of shelver.queue")),
    DEVICE_ROWS(Kind.SUMMARY, "shelver.device.batch", "rows", Buckets.SIZE,
            "Rows in one run of a graph, joined from all who had left some there.",
            "Not by itself.",
            "One observation for each run of shelver.compute.",
            Tag.bounded("graph", "a modality of the bundle, or fusion")),
    DEVICE_OUT_OF_MEMORY(Kind.COUNTER, "shelver.device.out.of.memory", "", Buckets.NONE,
            "Batches that the device had no memory for; each is run again in halves, and the graph keeps to them.",
            "Not by itself: nothing is lost, and a graph counts six at the most. Where it grows after each start, another process takes the memory, or the models are too large for it.",
            "Apart from shelver.compute, which has the halves.",
            Tag.bounded("graph", "as of shelver.device.batch")),
    EVIDENCE(Kind.COUNTER, "shelver.evidence", "", Buckets.NONE,
            "What each modality said of each listing; skipped is what the cascade saves.",
            "unreadable growing: see ShelverImageFetchesFail.",
            "Over the kinds of one modality: the listings classified, those by HTTP and retries one by one included.",
            Tag.bounded("modality", "a modality of the bundle"),
            Tag.of("kind", "scored", "absent", "unreadable", "skipped")),
    REPEATS(Kind.COUNTER, "shelver.repeats", "", Buckets.NONE,
            "How scored parts came by their scores: remembered, from an equal text or picture before; run, by the model.",
            "Not by itself; the share of remembered is what SHELVER_REPEATS_MB saves.",
            "remembered + run = the evidence of that modality whose kind is scored; both 0 where nothing is remembered. Remembered parts are not among shelver.device.batch.",
            Tag.bounded("modality", "a modality of the bundle"),
            Tag.of("result", "remembered", "run")),
    REPEATS_SIZE(Kind.GAUGE, "shelver.repeats.size", "bytes", Buckets.NONE,
            "Heap that remembered scores take, about.",
            "Not by itself; at SHELVER_REPEATS_MB it is full, and what is rarely repeated makes room.",
            "Part of the heap of the JVM. Absent where nothing is remembered."),
    PROVIDER(Kind.GAUGE, "shelver.provider", "", Buckets.NONE,
            "1 where an execution provider is in that state: asked for, used, missing, or the first of those used (the device).",
            "missing: ShelverProviderMissing.",
            "asked = used + missing, but for the CPU that serves when nothing else is left.",
            Tag.of("provider", "tensorrt", "cuda", "cpu"),
            Tag.of("state", "asked", "used", "missing", "first")),
    IMAGE_FETCHES(Kind.TIMER, "shelver.image.fetches", "", Buckets.STAGE,
            "Pictures by link that were looked for on the network, retries included.",
            "The share of failed: ShelverImageFetchesFail.",
            "Links found in the cache are not among them: they are hits of shelver.image.cache.",
            Tag.of("result", "fetched", "failed")),
    IMAGE_BYTES(Kind.SUMMARY, "shelver.image.size", "bytes", Buckets.BYTES,
            "Bytes of pictures that were fetched.",
            "Not by itself.",
            "One observation for each fetch whose result is fetched."),
    IMAGE_CACHE(Kind.COUNTER, "shelver.image.cache", "", Buckets.NONE,
            "Looks into the cache of pictures, and its failures to read or write.",
            "failure: ShelverImageCacheFails; service goes on without it.",
            "hits + misses = links followed, where a cache is open; a failure comes beside a hit or a miss.",
            Tag.of("result", "hit", "miss", "failure")),
    DRIFT(Kind.GAUGE, "shelver.drift.psi", "", Buckets.NONE,
            "Population stability index of what is decided against the bundle's own reference; below 0.1 alike, above 0.25 another population.",
            "Above 0.25: ShelverConfidenceDrift, ShelverLabelDrift.",
            "Absent where the bundle has no reference, or too few decisions were seen.",
            Tag.of("of", "confidence", "labels")),
    BUNDLE(Kind.GAUGE, "shelver.bundle", "", Buckets.NONE,
            "1: the bundle that serves, its taxonomy, and the release of Shelver.",
            "More than one version for longer than a roll-out: ShelverBundlesDiffer.",
            "One series in each process.",
            Tag.bounded("bundle", "the bundle's name"), Tag.bounded("version", "the bundle's version"),
            Tag.bounded("taxonomy", "the taxonomy's name"), Tag.bounded("taxonomy_version", "the taxonomy's version"),
            Tag.bounded("release", "Shelver's version")),
    STREAM_RUNNING(Kind.GAUGE, "shelver.stream.running", "", Buckets.NONE,
            "1 while uploads are processed, 0 while starting, rebalancing or stopping.",
            "0 for minutes: ShelverNotRunning.",
            "What /health/ready asks first."),
    STREAM_THREADS(Kind.GAUGE, "shelver.stream.threads", "", Buckets.NONE,
            "Partitions that this process can work on at a time: see SHELVER_STREAM_THREADS.",
            "As many as partitions while the lag grows: ShelverTooFewPartitions.",
            "Threads beyond the number of partitions are idle."),
    HTTP_REQUESTS(Kind.TIMER, "shelver.http.requests", "", Buckets.STAGE,
            "Requests by HTTP, by route and status.",
            "Not by itself.",
            "Predictions are among shelver.evidence and the stages, and not among uploads and doors.",
            Tag.bounded("route", "a route of the server, or none"),
            Tag.bounded("status", "a status that the server gives"));

    /** How a meter counts. */
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

    /** The name in Micrometer's way, such as {@code shelver.uploads}. */
    public String key() {
        return key;
    }

    /** What is counted or measured; empty where the name says so. Timers have seconds. */
    public String unit() {
        return kind == Kind.TIMER ? "seconds" : unit;
    }

    /** As Micrometer wants it, which makes a name end in an underscore for an empty one. */
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

    /** How to alert on it, or why not. */
    public String alert() {
        return alert;
    }

    /** How it stands to the others. */
    public String relation() {
        return relation;
    }

    public List<Tag> tags() {
        return tags;
    }

    /** The name as Prometheus has it, such as {@code shelver_uploads_total}; of a histogram without its suffix. */
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
