// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.image.FetchedPictures;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.Places;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.ShelverTopology;
import io.shelver.stream.StreamListener;
import io.shelver.stream.StreamProperties;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.StreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: the models of a bundle, the stream that asks them, and HTTP if it is wanted. The commands {@code run} and
 * {@code demo} start it the same way.
 *
 * <p>
 * {@link #open} does what needs no Kafka and fails in the first seconds: HTTP listens, the bundle is verified, the models are
 * opened. {@link #start} does the rest: the topics are prepared, the stream is made, HTTP serves, the stream starts.
 * {@link #stop} goes back in the reverse order.
 */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    /** How often the log tells that the stream still waits for Kafka. */
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(60);
    /** What closing the stream may take after the last batch. */
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(10);

    private final Opened opened;
    private final Counters counters;
    private final HttpFront http;
    private final ServingBundle serving;
    private final StopOrder order;
    private final Duration betweenWarnings;
    private ServiceSettings settings;
    private StopSignals signals = StopSignals.unheard();
    private @Nullable EventFormat format;
    private volatile @Nullable ShelverStreams streams;

    private Service(ServiceSettings settings, Opened opened, Counters counters, HttpFront http, ServingBundle serving,
            Runnable leaveWithoutHooks, Duration betweenWarnings, Duration patience) {
        this.settings = settings;
        this.opened = opened;
        this.counters = counters;
        this.http = http;
        this.serving = serving;
        this.order = new StopOrder(this::drainHttp, () -> closeStream(patience), serving::close, leaveWithoutHooks);
        this.betweenWarnings = betweenWarnings;
    }

    /**
     * Opens what needs no Kafka: HTTP, which listens at once and answers that it is not ready; the verified bundle and its models.
     *
     * @param leaveWithoutHooks
     *            lets the process end without the JVM's shutdown hooks. It runs if a model may still be busy after the stop: a
     *            hook of ONNX Runtime would free the model under it.
     * @throws io.shelver.bundle.BundleException
     *             or {@link io.shelver.inference.ModelException} if the bundle must not serve
     * @throws io.shelver.http.HttpStartException
     *             if the port is taken
     */
    public static Service open(ServiceSettings settings, Runnable leaveWithoutHooks) throws IOException {
        return open(settings, leaveWithoutHooks, BETWEEN_WARNINGS,
                settings.models().batchDeadline().plus(TIME_TO_CLOSE));
    }

    /**
     * @param patience
     *            the longest wait for the stream to close
     */
    static Service open(ServiceSettings settings, Runnable leaveWithoutHooks, Duration betweenWarnings,
            Duration patience) throws IOException {
        Opened opened = new Opened();
        try {
            Counters counters = opened.add(new Counters(), Counters::close);
            FetchedPictures pictures = opened.add(FetchedPictures.open(settings.links(), counters.fetches()),
                    FetchedPictures::close);
            HttpFront http = opened.add(
                    HttpFront.open(settings.http(), counters.meters()::scrape, counters.requests()), HttpFront::close);
            // Not among what was opened: the models may close only once nothing can be inside of them.
            ServingBundle serving = counters.serving(ServingBundle.open(settings.models(), pictures, counters::model),
                    settings.models());
            return new Service(settings, opened, counters, http, serving, leaveWithoutHooks, betweenWarnings,
                    patience);
        } catch (IOException | RuntimeException | Error e) {
            opened.closeBecauseOf(e);
            throw e;
        }
    }

    /**
     * Starts the stream and serves HTTP, then waits until the stream runs. It waits for a slow broker as long as that takes.
     *
     * @param bootstrapServers
     *            the brokers to ask first
     * @param topics
     *            prepares the topics
     * @param signals
     *            calls its argument at the first signal to stop: {@link StopSignals#heardBy}, or {@link StopSignals#unheard} for
     *            a command that ends by itself
     * @return whether the stream runs; false if it failed or was stopped
     */
    public boolean start(String bootstrapServers, Function<ServiceSettings, PreparedTopics> topics,
            Function<Runnable, StopSignals> signals) throws InterruptedException {
        settings = settings.withBootstrapServers(bootstrapServers);
        PreparedTopics prepared = topics.apply(settings);
        settings = settings.withPartitions(prepared.partitions());
        format = settings.format();
        ShelverStreams made = stream(settings.stream(), format, prepared);
        streams = made;
        http.show(made);
        this.signals = signals.apply(this::stop);
        // Not before signals are heard: until then a signal ends the JVM at once, under whatever a model is asked.
        http.serve(serving);
        made.start();
        return awaitRunning(made);
    }

    private ShelverStreams stream(StreamSettings stream, EventFormat events, PreparedTopics prepared) {
        StreamListener listener = counters.stream(serving);
        ShelverTopology flow = new ShelverTopology(stream, events, serving.classifier(), serving::prove,
                serving.bundle().taxonomy(), InstantSource.system(), new Places(stream,
                        prepared.id(), settings.places(), prepared.places(), listener),
                listener);
        return counters.streams(ShelverStreams.of(stream, StreamProperties.of(stream), flow, listener),
                stream.threads());
    }

    private boolean awaitRunning(ShelverStreams started) throws InterruptedException {
        while (!started.awaitRunning(betweenWarnings)) {
            if (isStopping() || started.hasStopped() || started.failure().isPresent()) {
                return false;
            }
            LOG.warn("no upload is classified yet: the stream waits for Kafka at {}; look at its brokers",
                    settings.stream().bootstrapServers());
        }
        return true;
    }

    /**
     * Waits until the stream has stopped and a stop that was begun is done.
     *
     * @return what stopped the stream and what to do about it; empty if it was told to stop
     */
    public Optional<String> awaitStopped() throws InterruptedException {
        started().awaitStopped();
        signals.awaitDone();
        return diagnosis();
    }

    /** What stopped the stream and what to do about it, in one sentence; empty while it runs and if it was told to stop. */
    public Optional<String> diagnosis() {
        return started().diagnosis();
    }

    /** Whether it was told to stop. */
    public boolean isStopping() {
        return order.isBegun();
    }

    /** Stops once, in the reverse order of the start; later callers wait until that is done. */
    public void stop() {
        order.stop();
    }

    private boolean drainHttp() {
        boolean drained = http.stop();
        if (!drained) {
            LOG.warn("predictions by HTTP did not end in time: the models stay open until the process ends");
        }
        return drained;
    }

    private boolean closeStream(Duration patience) {
        ShelverStreams running = streams;
        if (running == null || running.close(patience)) {
            return true;
        }
        if (running.failure().isEmpty()) {
            LOG.warn("the stream did not stop within {} s: the models stay open until the process ends",
                    patience.toSeconds());
        }
        return false;
    }

    /** Where HTTP listens; empty if nowhere. */
    public Optional<String> url() {
        return http.url();
    }

    public ServingBundle serving() {
        return serving;
    }

    /** The settings; since the start with the brokers and the real number of partitions. */
    public ServiceSettings settings() {
        return settings;
    }

    /** How events are read and written; since the start. */
    public EventFormat format() {
        return Objects.requireNonNull(format, "the service was not started");
    }

    private ShelverStreams started() {
        return Objects.requireNonNull(streams, "the service was not started");
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            opened.close();
        }
    }
}
