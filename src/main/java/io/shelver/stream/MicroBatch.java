// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Collects the uploads of one task until their batch runs, and forwards their outcomes, exactly once. Kafka Streams commits the
 * offset of every upload for which {@link #process} has returned, although it may still wait here. So uploads that wait are kept in
 * a store as well. The transaction that commits their offsets also writes them to the changelog of the store, and the next process
 * finds them there after a crash.
 */
final class MicroBatch extends ContextualProcessor<byte[], Arrival, byte[], byte[]> {
    static final String NODE = "micro-batch";

    private final StreamSettings settings;
    private final Admission admission;
    private final Supplier<ThreadBatch> batches;
    private final Outcomes outcomes;
    private final StreamListener listener;
    private final Places places;
    private final BooleanSupplier stopping;

    @SuppressWarnings("NullAway.Init") // Kafka calls init() before anything else
    private Slots slots;
    @SuppressWarnings("NullAway.Init") // see above
    private ThreadBatch batch;
    @SuppressWarnings("NullAway.Init") // see above
    private Places.OfTask place;
    /** Whether the mark that restored uploads are being tried is not committed yet. */
    private boolean markIsDue;
    /** How many uploads in flight the listener knows of. */
    private int told;
    /** When outcomes were last forwarded, in milliseconds of the wall clock. */
    private long ranAt;
    /** Runs while something waits, and never otherwise: an idle task costs nothing. */
    private @Nullable Cancellable timer;

    /**
     * @param batches
     *            gives the batch of the present thread
     * @param stopping
     *            whether the service was told to stop. What waits then stays in the store, and no further batch runs.
     */
    MicroBatch(StreamSettings settings, Admission admission, Supplier<ThreadBatch> batches, Outcomes outcomes,
            StreamListener listener, Places places, BooleanSupplier stopping) {
        this.settings = settings;
        this.admission = admission;
        this.batches = batches;
        this.outcomes = outcomes;
        this.listener = listener;
        this.places = places;
        this.stopping = stopping;
    }

    /** Also called when a task is resumed: what it had in memory then is out of date, and the store is right. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        slots = Slots.restore(context.getStateStore(StreamSettings.SLOTS), admission);
        batch = batches.get();
        batch.join(slots);
        place = places.opened(context.taskId().partition(), slots.position());
        ranAt = context.currentSystemTimeMs();
        markIsDue = slots.taken() > 0 && !slots.isMarked();
        if (slots.taken() > 0) {
            listener.restored(slots.taken());
            startTimer();
        }
        tellInFlight();
    }

    @Override
    public void process(Record<byte[], Arrival> record) {
        if (!place.read(record.value().source().at().offset())) {
            return;
        }
        slots.remember(place.position());
        switch (record.value()) {
            case Upload upload -> keep(upload);
            case Arrival.Refused refused -> refuse(refused);
        }
        tellInFlight();
    }

    private void keep(Upload upload) {
        if (mayRun() && batch.isFullFor(upload)) {
            classify();
        }
        byte[] key = upload.source().key();
        if (key != null) {
            slots.settle(key);
        }
        slots.add(upload);
        if (mayRun() && batch.isFull()) {
            classify();
        }
        // The batch may have left some: those that wait for pictures, or that other tasks' uploads kept out.
        if (timer == null && slots.taken() > 0) {
            startTimer();
        }
    }

    private boolean mayRun() {
        return !markIsDue && !stopping.getAsBoolean();
    }

    /** A dead letter must not overtake the outcome of an earlier upload with its key: both may leave by the same door. */
    private void refuse(Arrival.Refused refused) {
        byte[] key = refused.source().key();
        if (key != null) {
            slots.settle(key);
            while (slots.hold(key)) {
                classify();
                slots.settle(key);
            }
        }
        forward(outcomes.refused(refused.source(), refused.why()));
    }

    private void startTimer() {
        timer = context().schedule(settings.linger(), PunctuationType.WALL_CLOCK_TIME, now -> lingered());
    }

    private void lingered() {
        long ranBefore = ranAt;
        boolean wasIdle = context().currentSystemTimeMs() - ranBefore >= settings.commitInterval().toMillis();
        if (stopping.getAsBoolean()) {
            // Another batch of the thread may have decided some of them.
            forwardDecided();
        } else if (markIsDue) {
            forwardDecided();
            slots.markTrying();
            markIsDue = false;
            // The commit comes before the next run of a timer, and so before the uploads are tried.
            context().commit();
        } else {
            classify();
        }
        if (wasIdle && ranAt != ranBefore) {
            // Somebody may wait for the outcome of a lone upload. Where more uploads come, one commit serves many.
            context().commit();
        }
        tellInFlight();
    }

    private void classify() {
        slots.wake(System.nanoTime());
        forwardDecided();
        if (slots.waitingForBatch() > 0) {
            boolean alone = batch.classify();
            forwardDecided();
            if (alone) {
                // This outcome is to be out before the next restored upload can stop the service.
                context().commit();
            }
        }
    }

    /** All outcomes exist, in bytes that fit their topics, before the first slot is freed. */
    private void forwardDecided() {
        List<Waiting> decided = slots.decided();
        if (!decided.isEmpty()) {
            long start = System.nanoTime();
            List<Outgoing> outgoing = new ArrayList<>();
            decided.forEach(each -> outgoing.add(each.outgoing(outcomes)));
            for (int i = 0; i < decided.size(); i++) {
                slots.release(decided.get(i));
                forward(outgoing.get(i));
            }
            listener.written(Duration.ofNanos(System.nanoTime() - start));
            ranAt = context().currentSystemTimeMs();
        }
        if (slots.taken() == 0) {
            stopTimer();
        }
    }

    private void forward(Outgoing outgoing) {
        context().forward(outgoing.record(), outgoing.door().key());
    }

    private void tellInFlight() {
        int now = slots.taken();
        listener.inFlight(now - told);
        told = now;
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
        batch.leave(slots);
        place.close();
        if (slots.taken() > 0) {
            listener.left(slots.taken());
        }
        slots.leave();
        tellInFlight();
    }
}
