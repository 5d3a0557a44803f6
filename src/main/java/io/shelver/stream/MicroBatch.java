// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Listing;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Collects uploads and classifies them together, exactly once. Kafka Streams commits the offset of every upload that
 * {@link #process} returned from, so those that wait are kept in a store too: its cache is flushed to the change log in the
 * transaction of that commit, and a crash finds them there.
 */
final class MicroBatch extends ContextualProcessor<byte[], Upload, byte[], byte[]> {
    static final String NODE = "micro-batch";

    private final StreamSettings settings;
    private final Admission admission;
    private final Isolation classifier;
    private final Outcomes outcomes;
    private final StreamListener listener;

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Unreadable> unreadable = new ArrayDeque<>();
    private final BitSet taken = new BitSet();
    private long waitingBytes;
    private long arrivals;
    /** How many of those that wait came from the change log; they are the oldest. */
    private int restoredWaiting;
    /** Of those that are in flight, how many the listener knows of. */
    private int told;
    /** When a batch ran last, in wall-clock milliseconds. */
    private long ranAt;
    private @Nullable Cancellable timer;
    @SuppressWarnings("NullAway.Init") // Kafka calls init() before anything else
    private KeyValueStore<Integer, byte[]> slots;

    private record Waiting(int slot, long arrival, Upload upload, long since) {
        int bytes() {
            return upload.source().bytes();
        }

        Listing listing() {
            return upload.listing();
        }
    }

    /** An upload that was admitted once and is refused now: its schema is gone, or this release asks for more. */
    private record Unreadable(int slot, long arrival, SourceRecord source, RefusedException why) {}

    MicroBatch(StreamSettings settings, Admission admission, Isolation classifier, Outcomes outcomes,
            StreamListener listener) {
        this.settings = settings;
        this.admission = admission;
        this.classifier = classifier;
        this.outcomes = outcomes;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        slots = context.getStateStore(StreamSettings.SLOTS);
        // A task that is suspended and resumed, or was corrupted, comes here again with what it had in memory.
        waiting.clear();
        unreadable.clear();
        taken.clear();
        waitingBytes = 0;
        arrivals = 0;
        ranAt = context.currentSystemTimeMs();
        restored().forEach(this::await);
        restoredWaiting = waiting.size();
        if (!waiting.isEmpty() || !unreadable.isEmpty()) {
            listener.restored(waiting.size() + unreadable.size());
        }
        tellInFlight();
        if (!waiting.isEmpty() || !unreadable.isEmpty()) {
            startTimer();
        }
    }

    private List<Waiting> restored() {
        List<Waiting> restored = new ArrayList<>();
        List<Unreadable> refused = new ArrayList<>();
        try (KeyValueIterator<Integer, byte[]> all = slots.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> entry = all.next();
                Slot slot = Slot.from(entry.value);
                try {
                    restored.add(new Waiting(entry.key, slot.arrival(), admission.read(slot.source()),
                            System.nanoTime()));
                } catch (RefusedException e) {
                    refused.add(new Unreadable(entry.key, slot.arrival(), slot.source(), e));
                    taken.set(entry.key);
                }
            }
        }
        restored.sort(Comparator.comparingLong(Waiting::arrival));
        refused.sort(Comparator.comparingLong(Unreadable::arrival));
        unreadable.addAll(refused);
        return restored;
    }

    @Override
    public void process(Record<byte[], Upload> record) {
        Upload upload = record.value();
        refuseUnreadable();
        // More than our slots may wait when the release before had more of them.
        while (waiting.size() >= settings.slots() || exceedsBytes(upload)) {
            classifyBatch();
        }
        Waiting next = new Waiting(taken.nextClearBit(0), arrivals, upload, System.nanoTime());
        slots.put(next.slot(), new Slot(next.arrival(), upload.source()).toBytes());
        await(next);
        if (waiting.size() == settings.slots()) {
            classifyBatch();
        } else if (timer == null) {
            startTimer();
        }
        tellInFlight();
    }

    private void tellInFlight() {
        int now = waiting.size() + unreadable.size();
        listener.inFlight(now - told);
        told = now;
    }

    private boolean exceedsBytes(Upload upload) {
        return !waiting.isEmpty() && waitingBytes + upload.source().bytes() > settings.maxBatchBytes();
    }

    private void await(Waiting next) {
        waiting.add(next);
        taken.set(next.slot());
        waitingBytes += next.bytes();
        arrivals = next.arrival() + 1;
    }

    private void classifyBatch() {
        // What was restored may be a batch that stopped the service: it is not put together again, so that all but the one
        // that is to blame get through.
        List<Waiting> batch = waiting.stream().limit(restoredWaiting > 0 ? 1 : settings.slots()).toList();
        long start = System.nanoTime();
        batch.forEach(each -> listener.waited(Duration.ofNanos(start - each.since())));
        List<Verdict> verdicts = classifier.classify(batch.stream().map(Waiting::listing).toList());
        long classified = System.nanoTime();
        listener.classified(batch.size(), Duration.ofNanos(classified - start));
        // All outcomes exist, in bytes that fit, before the first slot is cleared.
        List<Outgoing> outgoing = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            outgoing.add(outcomes.of(batch.get(i).upload(), verdicts.get(i)));
        }
        for (int i = 0; i < batch.size(); i++) {
            release(batch.get(i));
            context().forward(outgoing.get(i).record(), outgoing.get(i).door().key());
        }
        listener.written(Duration.ofNanos(System.nanoTime() - classified));
        ranAt = context().currentSystemTimeMs();
        if (restoredWaiting > 0) {
            restoredWaiting--;
            // So that this outcome is out before the next of the restored can stop the service.
            context().commit();
        }
        if (waiting.isEmpty()) {
            stopTimer();
        }
    }

    private void release(Waiting oldest) {
        waiting.removeFirst();
        taken.clear(oldest.slot());
        waitingBytes -= oldest.bytes();
        slots.put(oldest.slot(), null);
    }

    /** Runs only while something waits: an idle task costs nothing. */
    private void startTimer() {
        timer = context().schedule(settings.linger(), PunctuationType.WALL_CLOCK_TIME, now -> classifyAll());
    }

    /** Nothing can be forwarded while the store is restored, so this comes with the first upload or the timer. */
    private void refuseUnreadable() {
        for (Unreadable next = unreadable.poll(); next != null; next = unreadable.poll()) {
            Outgoing outgoing = outcomes.refused(next.source(), next.why());
            taken.clear(next.slot());
            slots.put(next.slot(), null);
            context().forward(outgoing.record(), outgoing.door().key());
        }
        if (waiting.isEmpty()) {
            stopTimer();
        }
    }

    private void classifyAll() {
        refuseUnreadable();
        boolean restored = restoredWaiting > 0;
        boolean wasIdle = context().currentSystemTimeMs() - ranAt >= settings.commitInterval().toMillis();
        while (!waiting.isEmpty()) {
            classifyBatch();
            if (restored) {
                break;
            }
        }
        if (wasIdle) {
            // Who sends a lone upload waits for its outcome; where more come, one commit serves many.
            context().commit();
        }
        tellInFlight();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Too late to forward anything: what waits stays in the store. */
    @Override
    public void close() {
        stopTimer();
        int left = waiting.size() + unreadable.size();
        if (left > 0) {
            listener.left(left);
        }
        waiting.clear();
        unreadable.clear();
        tellInFlight();
    }
}
