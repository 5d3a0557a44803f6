// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.Diagnosis;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The flow, running. Any failure stops all of it, and the reason is kept. The process should then exit and be restarted. */
public final class ShelverStreams {
    private static final Duration TIME_TO_FAIL = Duration.ofSeconds(10);

    private final String description;
    private final KafkaStreams streams;
    private final Diagnosis diagnosis;
    private final CloseOptions.GroupMembershipOperation atClose;
    private final ShelverTopology flow;
    private final OrphanedTransactions orphans;
    private final GoneUploads gone;
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param topology
     *            what the flow built
     */
    public ShelverStreams(ShelverTopology flow, Topology topology, StreamSettings settings, Properties properties,
            StreamListener listener) {
        this.diagnosis = new Diagnosis(settings);
        this.flow = flow;
        // A static member (KIP-345) that left the group would lose its partitions at each restart.
        this.atClose = StreamProperties.staticMember(settings)
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        this.description = topology.describe().toString();
        this.streams = open(topology, properties, new TransactionReportingClients(listener));
        this.gone = new GoneUploads(settings, flow.places());
        this.orphans = new OrphanedTransactions(settings, () -> streams.state() == State.REBALANCING);
        streams.setUncaughtExceptionHandler(this::fail);
        streams.setStateListener((now, before) -> follow(now));
    }

    /** A flow that is ready to start, if no listing is known that the models score. The topics must exist. */
    public static ShelverStreams of(StreamSettings settings, EventFormat format, Classifier classifier,
            Taxonomy taxonomy, InstantSource clock, StreamListener listener) {
        return of(settings, StreamProperties.of(settings),
                new ShelverTopology(settings, format, classifier, taxonomy, clock, listener), listener);
    }

    /** A flow that is ready to start. The topics must exist. */
    public static ShelverStreams of(StreamSettings settings, Properties properties, ShelverTopology flow,
            StreamListener listener) {
        return new ShelverStreams(flow, flow.build(), settings, properties, listener);
    }

    /** All clients are made here, so a wrong property or a missing file shows here first. */
    private KafkaStreams open(Topology topology, Properties properties, TransactionReportingClients clients) {
        try {
            return new KafkaStreams(topology, properties, clients);
        } catch (KafkaException e) {
            throw new StreamException("the stream cannot start: " + diagnosis.of(e), e);
        }
    }

    private StreamThreadExceptionResponse fail(Throwable thrown) {
        if (failure.compareAndSet(null, thrown)) {
            // Without its broker a producer waits for ever to end its transaction, and the failure would never be told.
            CompletableFuture.delayedExecutor(TIME_TO_FAIL.toSeconds(), TimeUnit.SECONDS).execute(this::stopped);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof StreamsException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void follow(State now) {
        if (now == State.RUNNING) {
            running.countDown();
        }
        if (now == State.ERROR || now == State.NOT_RUNNING) {
            stopped();
        }
    }

    private void stopped() {
        stopped.countDown();
        // A start that is still awaited will not come.
        running.countDown();
    }

    /** Shows Kafka Streams itself to an observer, for its meters. Call it before the start. The observer must change nothing. */
    public ShelverStreams observedBy(Consumer<KafkaStreams> observer) {
        observer.accept(streams);
        return this;
    }

    /** The topology in the words of Kafka Streams. */
    public String description() {
        return description;
    }

    /** Starts, unless it was closed before, for example by a signal. */
    public void start() {
        try {
            streams.start();
            orphans.start();
            gone.start();
        } catch (IllegalStateException e) {
            if (!streams.state().isShuttingDown() && !streams.state().hasCompletedShutdown()) {
                throw e;
            }
        }
    }

    /** Whether uploads are being processed now. They are not during a start, a rebalance or a stop. */
    public boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    /**
     * Waits until uploads are processed for the first time.
     *
     * @return true when they are; false if it stopped instead, or if the time ran out
     */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && stopped.getCount() > 0;
    }

    /** Whether it has stopped by itself or was closed. */
    public boolean hasStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits until it has stopped by itself or was closed; after a failure at most ten seconds longer. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /** What stopped it; empty while it runs, and if it was closed. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get()).map(ShelverStreams::cause);
    }

    /** What stopped it and what to do, in words for operators; empty if nothing did. */
    public Optional<String> diagnosis() {
        return Optional.ofNullable(failure.get()).map(diagnosis::of);
    }

    /**
     * Stops, and leaves the consumer group, so that other instances take over at once. With a {@code group.instance.id} it stays in
     * the group, and its partitions wait for its return until the session ends.
     *
     * @return whether nothing runs in the classifier any more, as far as is known: false if the time ran out, and after a failure,
     *         when a batch that was given up may still run
     */
    public boolean close(Duration timeout) {
        flow.stop();
        orphans.close();
        gone.close();
        boolean closed = streams.close(CloseOptions.timeout(timeout).withGroupMembershipOperation(atClose));
        return closed && failure().isEmpty();
    }
}
