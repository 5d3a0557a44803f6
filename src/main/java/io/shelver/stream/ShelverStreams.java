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

/** The flow, running. Whatever fails stops all of it, and tells why; whoever started it should exit and be restarted. */
public final class ShelverStreams {
    private static final Duration TIME_TO_FAIL = Duration.ofSeconds(10);

    private final String description;
    private final KafkaStreams streams;
    private final Diagnosis diagnosis;
    private final CloseOptions.GroupMembershipOperation atClose;
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    public ShelverStreams(Topology topology, StreamSettings settings, Properties properties, StreamListener listener) {
        this.diagnosis = new Diagnosis(settings);
        // A static member (KIP-345) is expected back, and would lose its partitions at each restart if it left.
        this.atClose = StreamProperties.staticMember(settings)
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        this.description = topology.describe().toString();
        this.streams = open(topology, properties, new AbortReportingClients(listener));
        streams.setUncaughtExceptionHandler(this::fail);
        streams.setStateListener((now, before) -> follow(now));
    }

    /** Ready to be started; the topics must exist. */
    public static ShelverStreams of(StreamSettings settings, EventFormat format, Classifier classifier,
            Taxonomy taxonomy, InstantSource clock, StreamListener listener) {
        Topology topology = new ShelverTopology(settings, format, classifier, taxonomy, clock, listener).build();
        return new ShelverStreams(topology, settings, StreamProperties.of(settings), listener);
    }

    /** The same without transactions, to measure what they cost: a crash repeats outcomes. Not for operators. */
    public static ShelverStreams atLeastOnce(StreamSettings settings, EventFormat format, Classifier classifier,
            Taxonomy taxonomy, InstantSource clock, StreamListener listener) {
        Topology topology = new ShelverTopology(settings, format, classifier, taxonomy, clock, listener).build();
        return new ShelverStreams(topology, settings, StreamProperties.atLeastOnce(settings), listener);
    }

    /** All clients are made here, so whatever they lack is missed here first. */
    private KafkaStreams open(Topology topology, Properties properties, AbortReportingClients clients) {
        try {
            return new KafkaStreams(topology, properties, clients);
        } catch (KafkaException e) {
            throw new StreamException("the stream cannot start: " + diagnosis.of(e), e);
        }
    }

    private StreamThreadExceptionResponse fail(Throwable thrown) {
        if (failure.compareAndSet(null, cause(thrown))) {
            // Without its broker a producer waits for ever to end its transaction, and nobody would be told what failed.
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
        // Whoever waits for the start need not wait any longer.
        running.countDown();
    }

    /** Lets an observer see Kafka Streams itself, for its meters; it must not steer what it sees. Before the start. */
    public ShelverStreams observedBy(Consumer<KafkaStreams> observer) {
        observer.accept(streams);
        return this;
    }

    /** The topology in the words of Kafka Streams. */
    public String description() {
        return description;
    }

    /** Nothing where it was closed before, as by a signal that came meanwhile. */
    public void start() {
        try {
            streams.start();
        } catch (IllegalStateException e) {
            if (!streams.state().isShuttingDown() && !streams.state().hasCompletedShutdown()) {
                throw e;
            }
        }
    }

    /** Whether uploads are being processed right now: not while starting, rebalancing or stopping. */
    public boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    /**
     * Waits until uploads are processed for the first time.
     *
     * @return whether they are; not if it stopped instead, or the time ran out
     */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && stopped.getCount() > 0;
    }

    /** Waits until it has stopped by itself or was closed; after a failure for ten seconds more at most. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /** What stopped it; empty while it runs and when it was closed. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** What stopped it and what to do about it, in one sentence for a person; empty if nothing did. */
    public Optional<String> diagnosis() {
        return failure().map(diagnosis::of);
    }

    /**
     * Stops and leaves the consumer group, so that others take over at once; with a {@code group.instance.id} stays in it, so
     * that its partitions wait for its return until the session ends.
     *
     * @return whether it is known to have stopped with nothing left inside the classifier: not if it ran out of time, and
     *         not after a failure, when a batch that was given up may still run
     */
    public boolean close(Duration timeout) {
        boolean closed = streams.close(CloseOptions.timeout(timeout).withGroupMembershipOperation(atClose));
        return closed && failure().isEmpty();
    }
}
