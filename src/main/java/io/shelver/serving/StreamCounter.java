// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.classify.FailureClass;
import io.shelver.classify.Reason;
import io.shelver.metrics.Measure;
import io.shelver.metrics.Meters;
import io.shelver.stream.StreamListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Counts what happens in the stream. */
final class StreamCounter implements StreamListener {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final LongConsumer uploads;
    private final LongConsumer restored;
    private final LongConsumer left;
    private final LongConsumer skipped;
    private final LongConsumer decidedAgain;
    private final LongConsumer gone;
    private final LongConsumer postponed;
    private final AtomicLong inFlight = new AtomicLong();
    private final Map<Door, LongConsumer> outcomes;
    private final Map<FailureClass, LongConsumer> deadLetters;
    private final Map<Reason.Code, LongConsumer> reasons;
    private final LongConsumer aborted;
    private final Consumer<Duration> categorizedAfter;
    private final Consumer<Duration> reviewedAfter;
    private final LongConsumer clamped;
    private final Consumer<Duration> waiting;
    private final Consumer<Duration> batches;
    private final LongConsumer batchSizes;
    private final Consumer<Duration> writing;
    private final Consumer<Decision> seen;
    private final LongSupplier nanoTime;
    /** The decisions of a stream thread whose transaction is open. */
    private final ThreadLocal<List<Uncommitted>> uncommitted = ThreadLocal.withInitial(ArrayList::new);

    /**
     * @param sinceUpload
     *            the time from the upload to the decision
     * @param decided
     *            the time of the decision, by {@link System#nanoTime}
     */
    private record Uncommitted(Consumer<Duration> timer, Duration sinceUpload, long decided) {
        void committed(long now) {
            timer.accept(clamp(sinceUpload.plusNanos(now - decided)));
        }
    }

    /**
     * @param seen
     *            the receiver of every decision
     */
    StreamCounter(Meters meters, Consumer<Decision> seen) {
        this(meters, seen, System::nanoTime);
    }

    /**
     * @param nanoTime
     *            as {@link System#nanoTime}
     */
    StreamCounter(Meters meters, Consumer<Decision> seen, LongSupplier nanoTime) {
        this.seen = seen;
        this.nanoTime = nanoTime;
        uploads = meters.counter(Measure.UPLOADS);
        restored = meters.counter(Measure.RESTORED);
        left = meters.counter(Measure.LEFT);
        skipped = meters.counter(Measure.READ_AGAIN, "skipped");
        decidedAgain = meters.counter(Measure.READ_AGAIN, "decided");
        gone = meters.counter(Measure.GONE);
        postponed = meters.counter(Measure.POSTPONED);
        meters.gauge(Measure.IN_FLIGHT, inFlight::get);
        outcomes = meters.counters(Measure.OUTCOMES, Door.class, Door::key);
        deadLetters = meters.counters(Measure.DEAD_LETTERS, FailureClass.class, FailureClass::name);
        reasons = meters.counters(Measure.REVIEW_REASONS, Reason.Code.class, Reason.Code::name);
        aborted = meters.counter(Measure.TRANSACTIONS_ABORTED);
        categorizedAfter = meters.timer(Measure.LATENCY, Door.CATEGORIES.key());
        reviewedAfter = meters.timer(Measure.LATENCY, Door.REVIEWS.key());
        clamped = meters.counter(Measure.LATENCY_CLAMPED);
        waiting = meters.timer(Measure.QUEUE, "batch", "all");
        batches = meters.timer(Measure.BATCH);
        batchSizes = meters.summary(Measure.BATCH_SIZE);
        writing = meters.timer(Measure.COMPUTE, "write", "all");
    }

    @Override
    public void received() {
        uploads.accept(1);
    }

    @Override
    public void restored(int uploads) {
        restored.accept(uploads);
    }

    @Override
    public void left(int uploads) {
        left.accept(uploads);
    }

    @Override
    public void readAgain(boolean skips) {
        (skips ? skipped : decidedAgain).accept(1);
    }

    @Override
    public void gone(long uploads) {
        gone.accept(uploads);
    }

    @Override
    public void postponed() {
        postponed.accept(1);
    }

    @Override
    public void inFlight(int change) {
        inFlight.addAndGet(change);
    }

    @Override
    public void waited(Duration took) {
        waiting.accept(took);
    }

    @Override
    public void classified(int listings, Duration took) {
        batches.accept(took);
        batchSizes.accept(listings);
    }

    @Override
    public void written(Duration took) {
        writing.accept(took);
    }

    @Override
    public void decided(Decision decision, Duration sinceUpload) {
        seen.accept(decision);
        clamped.accept(clamp(sinceUpload).equals(sinceUpload) ? 0 : 1);
        switch (decision) {
            case Decision.Categorized categorized -> {
                count(outcomes, Door.CATEGORIES);
                await(categorizedAfter, sinceUpload);
            }
            case Decision.NeedsReview review -> {
                count(outcomes, Door.REVIEWS);
                await(reviewedAfter, sinceUpload);
                review.reasons().forEach(reason -> count(reasons, reason.code()));
            }
        }
    }

    private void await(Consumer<Duration> timer, Duration sinceUpload) {
        uncommitted.get().add(new Uncommitted(timer, clamp(sinceUpload), nanoTime.getAsLong()));
    }

    /** Sellers choose the time of an upload, and a timer counts nanoseconds, which centuries would overflow. */
    private static Duration clamp(Duration sinceUpload) {
        return sinceUpload.isNegative()
                ? Duration.ZERO
                : sinceUpload.compareTo(LONGEST) > 0 ? LONGEST : sinceUpload;
    }

    @Override
    public void deadLetter(FailureClass failureClass) {
        count(outcomes, Door.DEAD_LETTERS);
        count(deadLetters, failureClass);
    }

    @Override
    public void transactionCommitted() {
        long now = nanoTime.getAsLong();
        uncommitted.get().forEach(each -> each.committed(now));
        uncommitted.get().clear();
    }

    @Override
    public void transactionAborted() {
        uncommitted.get().clear();
        aborted.accept(1);
    }

    private static <K> void count(Map<K, LongConsumer> counters, K key) {
        Objects.requireNonNull(counters.get(key), "every constant has a counter").accept(1);
    }
}
