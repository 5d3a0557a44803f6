// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.Slots.Unreadable;
import io.shelver.stream.Slots.Waiting;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Collects uploads and classifies them together, exactly once. Kafka Streams commits the offset of every upload for which
 * {@link #process} has returned, although it may still wait here. So uploads that wait are kept in a store as well. The
 * transaction that commits their offsets also writes them to the changelog of the store, and the next process finds them there
 * after a crash.
 */
final class MicroBatch extends ContextualProcessor<byte[], Upload, byte[], byte[]> {
    static final String NODE = "micro-batch";

    private final StreamSettings settings;
    private final Admission admission;
    private final IsolatingClassifier classifier;
    private final Outcomes outcomes;
    private final StreamListener listener;

    @SuppressWarnings("NullAway.Init") // Kafka calls init() before anything else
    private Slots slots;
    /** How many of the uploads that wait come from the changelog. They are the oldest. */
    private int restored;
    /** How many uploads in flight the listener knows of. */
    private int told;
    /** When the last batch ran, in milliseconds of the wall clock. */
    private long ranAt;
    /** Runs while something waits, and never otherwise: an idle task costs nothing. */
    private @Nullable Cancellable timer;

    MicroBatch(StreamSettings settings, Admission admission, IsolatingClassifier classifier, Outcomes outcomes,
            StreamListener listener) {
        this.settings = settings;
        this.admission = admission;
        this.classifier = classifier;
        this.outcomes = outcomes;
        this.listener = listener;
    }

    /** Also called when a task is resumed: what it had in memory then is out of date, and the store is right. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        slots = Slots.restore(context.getStateStore(StreamSettings.SLOTS), admission);
        restored = slots.waiting();
        ranAt = context.currentSystemTimeMs();
        if (slots.taken() > 0) {
            listener.restored(slots.taken());
            startTimer();
        }
        tellInFlight();
    }

    @Override
    public void process(Record<byte[], Upload> record) {
        Upload upload = record.value();
        refuseUnreadable();
        makeRoom(upload);
        slots.add(upload);
        if (slots.waiting() == settings.slots()) {
            classifyBatch();
        } else if (timer == null) {
            startTimer();
        }
        tellInFlight();
    }

    private void makeRoom(Upload next) {
        // More uploads wait than there are slots if an earlier process had more slots.
        while (slots.waiting() >= settings.slots() || exceedsBytes(next)) {
            classifyBatch();
        }
    }

    private boolean exceedsBytes(Upload next) {
        return slots.waiting() > 0 && slots.bytes() + next.source().bytes() > settings.maxBatchBytes();
    }

    private void startTimer() {
        timer = context().schedule(settings.linger(), PunctuationType.WALL_CLOCK_TIME, now -> classifyWaiting());
    }

    private void classifyWaiting() {
        refuseUnreadable();
        boolean singly = restored > 0;
        boolean wasIdle = context().currentSystemTimeMs() - ranAt >= settings.commitInterval().toMillis();
        while (slots.waiting() > 0) {
            classifyBatch();
            if (singly) {
                break;
            }
        }
        if (wasIdle) {
            // Somebody may wait for the outcome of a lone upload. Where more uploads come, one commit serves many.
            context().commit();
        }
        tellInFlight();
    }

    private void classifyBatch() {
        // A restored batch may be what stopped the service. Its uploads run one by one, so that only the one at fault stops it.
        List<Waiting> batch = slots.oldest(restored > 0 ? 1 : settings.slots());
        long start = System.nanoTime();
        batch.forEach(each -> listener.waited(Duration.ofNanos(start - each.since())));
        List<Attempt> attempts = classifier.classify(batch.stream().map(Waiting::listing).toList());
        long classified = System.nanoTime();
        listener.classified(batch.size(), Duration.ofNanos(classified - start));
        // All outcomes exist, in bytes that fit their topics, before the first slot is freed.
        List<Outgoing> outgoing = outgoing(batch, attempts);
        for (int i = 0; i < batch.size(); i++) {
            slots.release(batch.get(i));
            forward(outgoing.get(i));
        }
        listener.written(Duration.ofNanos(System.nanoTime() - classified));
        ranAt = context().currentSystemTimeMs();
        if (restored > 0) {
            restored--;
            // This outcome is to be out before the next restored upload can stop the service.
            context().commit();
        }
        stopTimerIfNothingWaits();
    }

    private List<Outgoing> outgoing(List<Waiting> batch, List<Attempt> attempts) {
        List<Outgoing> outgoing = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            outgoing.add(outcomes.of(batch.get(i).upload(), attempts.get(i)));
        }
        return outgoing;
    }

    /** Nothing can be forwarded while a store is restored, so this waits for the first upload or the timer. */
    private void refuseUnreadable() {
        for (Unreadable each : slots.unreadable()) {
            Outgoing outgoing = outcomes.refused(each.source(), each.why());
            slots.release(each);
            forward(outgoing);
        }
        stopTimerIfNothingWaits();
    }

    private void forward(Outgoing outgoing) {
        context().forward(outgoing.record(), outgoing.door().key());
    }

    private void tellInFlight() {
        int now = slots.taken();
        listener.inFlight(now - told);
        told = now;
    }

    private void stopTimerIfNothingWaits() {
        if (slots.waiting() == 0) {
            stopTimer();
        }
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
        if (slots.taken() > 0) {
            listener.left(slots.taken());
        }
        slots.leave();
        tellInFlight();
    }
}
