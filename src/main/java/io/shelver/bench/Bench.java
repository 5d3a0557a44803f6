// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.inference.Provider;
import io.shelver.stream.clients.CommittedOutcomes;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.workbench.BrokerWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The measurements, one after the other, in one process with its broker. */
public final class Bench {
    private static final List<Double> LOADS = List.of(0.1, BenchReport.TYPICAL_LOAD, 0.8);
    private static final int LEAST_RECORDS = 1_000;
    private static final int WARM_UP_RECORDS = 4_000;
    private static final int WARM_UP_ROUNDS = 4;
    /** Share of the processor time. */
    private static final double MOST_COMPILING = 0.05;
    /** How many times as long as planned a pass may take, if the machine slows down. */
    private static final int PATIENCE = 5;

    /**
     * How much is measured.
     *
     * @param time
     *            for each figure
     * @param memoryListings
     *            texts that the memory is measured with; 0: none
     * @param memoryPictures
     *            listings with pictures that the memory is measured with; 0: none
     */
    public record Sizes(Duration time, long memoryListings, long memoryPictures) {}

    private final Subject exhaustive;
    private final Optional<Subject> cascade;
    private final String whyNoCascade;
    private final StreamSettings settings;
    private final Sizes sizes;
    private final Duration time;
    private final Pipeline pipeline;

    /**
     * @param exhaustive
     *            runs every model on every listing
     * @param whyNoCascade
     *            in words; empty if there is one
     * @param settings
     *            of the flow; topics and group are named anew for every run
     * @param listings
     *            to measure with, 1 or more
     */
    public Bench(Subject exhaustive, Optional<Subject> cascade, String whyNoCascade, StreamSettings settings,
            EventFormat format, List<Listing> listings, Sizes sizes, Progress progress) {
        this.exhaustive = exhaustive;
        this.cascade = cascade;
        this.whyNoCascade = whyNoCascade;
        this.settings = settings;
        this.sizes = sizes;
        this.time = sizes.time();
        this.pipeline = new Pipeline(settings, format, listings, progress);
    }

    /**
     * Measures what is asked for; the flow's own speed always, since the rest is sized by it.
     *
     * @param notes
     *            what a reader of the figures must know
     */
    public BenchReport run(Set<Measurement> asked, List<String> notes) throws InterruptedException {
        long records = records(warmRate("warm-up", exhaustive));
        StreamSettings run = pipeline.topics("exhaustive");
        pipeline.fill(run, records);
        Passage passage = pass(run, exhaustive, records);
        Optional<Limit> limit = when(asked.contains(Measurement.LIMIT), () -> limit(run, records, passage));
        Optional<Passage> shorter = when(cascade.isPresent(), () -> cascade(cascade.orElseThrow()));
        long again = records(passage.perSecond());
        Duration most = time.multipliedBy(PATIENCE);
        return new BenchReport(Machine.here(), exhaustive.bundle().provenance().toString(),
                exhaustive.providers().stream().map(Provider::key).toList(), exhaustive.modelThreads(),
                settings.threads(), settings.slots(), Math.toIntExact(settings.linger().toMillis()),
                pipeline.listings().size(), pictured(), Math.toIntExact(time.toSeconds()), limit,
                Optional.of(passage), shorter, whyNoCascade,
                asked.contains(Measurement.LATENCY) ? latency(passage.perSecond()) : List.of(),
                when(asked.contains(Measurement.GUARANTEES),
                        () -> new GuaranteesMeasurement(pipeline, exhaustive, most).measure(again)),
                when(asked.contains(Measurement.LONE),
                        () -> new LoneMeasurement(pipeline, exhaustive).measure(time.multipliedBy(2))),
                when(asked.contains(Measurement.SCALING),
                        () -> new ScalingMeasurement(pipeline, exhaustive).measure(again, most)),
                asked.contains(Measurement.MEMORY) ? memory() : List.of(), notes);
    }

    private interface Measuring<T> {
        T measure() throws InterruptedException;
    }

    private static <T> Optional<T> when(boolean wanted, Measuring<T> measuring) throws InterruptedException {
        return wanted ? Optional.of(measuring.measure()) : Optional.empty();
    }

    private double pictured() {
        return pipeline.listings().stream().filter(listing -> listing.image() instanceof Image.Inline).count()
                / (double) pipeline.listings().size();
    }

    private List<Memory> memory() throws InterruptedException {
        MemoryMeasurement measurement = new MemoryMeasurement(pipeline, exhaustive);
        List<Memory> memory = new ArrayList<>();
        if (sizes.memoryListings() > 0) {
            memory.add(measurement.texts(sizes.memoryListings()));
        }
        if (sizes.memoryPictures() > 0 && pictured() > 0) {
            memory.add(measurement.pictures(sizes.memoryPictures()));
        }
        return memory;
    }

    /** Until hardly anything is left to be compiled, or for so many rounds. */
    private double warmRate(String run, Subject subject) throws InterruptedException {
        Flow flow = Flow.exactlyOnce(subject, pipeline.format());
        Passage passage = pipeline.pass(run, flow, subject.steps(), LEAST_RECORDS, time);
        for (int round = 1; round <= WARM_UP_ROUNDS && isCompiling(passage); round++) {
            passage = pipeline.pass(run + "-" + round, flow, subject.steps(), WARM_UP_RECORDS, time.multipliedBy(2));
        }
        return passage.perSecond();
    }

    private static boolean isCompiling(Passage passage) {
        return passage.stages().getOrDefault(ProcessorTimes.JIT, 0.0) > MOST_COMPILING * passage.cpuMs();
    }

    /** As many as take the time, at that rate. */
    private long records(double perSecond) {
        return Math.max(LEAST_RECORDS, (long) (perSecond * time.toMillis() / 1e3));
    }

    private Passage pass(StreamSettings run, Subject subject, long records) throws InterruptedException {
        return pipeline.pass(run, Flow.exactlyOnce(subject, pipeline.format()), subject.steps(), records,
                time.multipliedBy(PATIENCE));
    }

    private Passage cascade(Subject subject) throws InterruptedException {
        long records = records(warmRate("cascade-warm-up", subject));
        StreamSettings run = pipeline.topics("cascade");
        pipeline.fill(run, records);
        return pass(run, subject, records);
    }

    /** Behind the flow, whose uploads are read once more; and whose code for pictures and tokens is compiled by now. */
    private Limit limit(StreamSettings run, long records, Passage passage) throws InterruptedException {
        List<Limit.Part> parts = new ArrayList<>(
                new LimitMeasurement(exhaustive, pipeline.listings(), time.dividedBy(2)).parts(pipeline.progress()));
        parts.add(broker(run, records, passage.outcomeBytes()));
        return new Limit(parts, Runtime.getRuntime().availableProcessors());
    }

    private Limit.Part broker(StreamSettings run, long records, int outcomeBytes) {
        StreamSettings warm = pipeline.topics("broker-warm-up", run);
        StreamSettings measured = pipeline.topics("broker", run);
        try (Progress.Phase phase = pipeline.progress().begin("the broker alone", 2 * records)) {
            new BrokerWork(warm, outcomeBytes).run(records);
            phase.step(records);
            Cost cost = Cost.of(Duration.ZERO, () -> {
                new BrokerWork(measured, outcomeBytes).run(records);
                return Math.toIntExact(records);
            });
            phase.step(records);
            return new Limit.Part("broker", cost.cpuMs(), 0, 0);
        }
    }

    private List<Latency> latency(double saturation) throws InterruptedException {
        StreamSettings run = pipeline.topics("latency");
        List<Latency> latency = new ArrayList<>();
        try (UploadSender sender = UploadSender.open(run, pipeline.format());
                CommittedOutcomes outcomes = CommittedOutcomes.open(run);
                Flow.Running running = Flow.exactlyOnce(exhaustive, pipeline.format()).start(run)) {
            OpenLoop loop = new OpenLoop(pipeline, run, running, sender, outcomes);
            for (double load : LOADS) {
                latency.add(loop.offer(load, load * saturation, time));
            }
        }
        return latency;
    }
}
