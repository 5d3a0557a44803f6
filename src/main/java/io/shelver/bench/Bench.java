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

/** Runs the measurements one after the other, in the process that also runs the broker. */
public final class Bench {
    private static final List<Double> LOADS = List.of(0.1, BenchReport.TYPICAL_LOAD, 0.8);
    private static final int LEAST_RECORDS = 1_000;
    private static final int WARM_UP_RECORDS = 4_000;
    private static final int WARM_UP_ROUNDS = 4;
    /** The largest share of processor time for the JIT compiler at which the flow counts as warm. */
    private static final double MOST_COMPILING = 0.05;
    /** A pass may take this many times its planned time, in case the machine slows down. */
    private static final int PATIENCE = 5;

    /**
     * How much to measure.
     *
     * @param time
     *            the time to measure each figure for
     * @param memoryListings
     *            the number of texts for the memory measurement; 0: none
     * @param memoryPictures
     *            the number of listings with pictures for the memory measurement; 0: none
     */
    public record Sizes(Duration time, long memoryListings, long memoryPictures) {}

    private final MeasuredClassifier exhaustive;
    private final Optional<MeasuredClassifier> cascade;
    private final String whyNoCascade;
    private final StreamSettings settings;
    private final Sizes sizes;
    private final Duration time;
    private final Testbed testbed;

    /**
     * @param exhaustive
     *            runs every model on every listing
     * @param cascade
     *            runs the models as the cascade asks for them; empty if there is no cascade
     * @param whyNoCascade
     *            the reason for a missing cascade, in words; empty if there is one
     * @param settings
     *            the settings of the flow; each run replaces its topics and its group
     * @param listings
     *            the listings to measure with, at least 1
     */
    public Bench(MeasuredClassifier exhaustive, Optional<MeasuredClassifier> cascade, String whyNoCascade,
            StreamSettings settings, EventFormat format, List<Listing> listings, Sizes sizes,
            ProgressListener progress) {
        this.exhaustive = exhaustive;
        this.cascade = cascade;
        this.whyNoCascade = whyNoCascade;
        this.settings = settings;
        this.sizes = sizes;
        this.time = sizes.time();
        this.testbed = new Testbed(settings, format, listings, progress);
    }

    /**
     * Runs the measurements that are asked for. It always measures the speed of the flow, since this sizes the rest.
     *
     * @param notes
     *            what a reader of the figures must know
     */
    public BenchReport run(Set<Measurement> asked, List<String> notes) throws InterruptedException {
        long records = records(warmRate("warm-up", exhaustive));
        StreamSettings run = testbed.newRun("exhaustive");
        testbed.fill(run, records);
        Throughput throughput = pass(run, exhaustive, records);
        Optional<Limit> limit = when(asked.contains(Measurement.LIMIT), () -> limit(run, records, throughput));
        Optional<Throughput> shorter = when(cascade.isPresent(), () -> cascade(cascade.orElseThrow()));
        long again = records(throughput.perSecond());
        Duration most = time.multipliedBy(PATIENCE);
        return new BenchReport(Machine.here(), exhaustive.bundle().provenance().toString(),
                exhaustive.providers().stream().map(Provider::key).toList(), exhaustive.modelThreads(),
                settings.threads(), settings.slots(), Math.toIntExact(settings.linger().toMillis()),
                testbed.listings().size(), pictured(), Math.toIntExact(time.toSeconds()), limit,
                Optional.of(throughput), shorter, whyNoCascade,
                asked.contains(Measurement.LATENCY) ? latency(throughput.perSecond()) : List.of(),
                when(asked.contains(Measurement.GUARANTEES),
                        () -> new GuaranteesMeasurement(testbed, exhaustive, most).measure(again)),
                when(asked.contains(Measurement.LONE),
                        () -> new LoneMeasurement(testbed, exhaustive).measure(time.multipliedBy(2))),
                when(asked.contains(Measurement.SCALING),
                        () -> new ScalingMeasurement(testbed, exhaustive).measure(again, most)),
                asked.contains(Measurement.MEMORY) ? memory() : List.of(), notes);
    }

    private interface Measuring<T> {
        T measure() throws InterruptedException;
    }

    private static <T> Optional<T> when(boolean wanted, Measuring<T> measuring) throws InterruptedException {
        return wanted ? Optional.of(measuring.measure()) : Optional.empty();
    }

    private double pictured() {
        return testbed.listings().stream().filter(listing -> listing.image() instanceof Image.Inline).count()
                / (double) testbed.listings().size();
    }

    private List<Memory> memory() throws InterruptedException {
        MemoryMeasurement measurement = new MemoryMeasurement(testbed, exhaustive);
        List<Memory> memory = new ArrayList<>();
        if (sizes.memoryListings() > 0) {
            memory.add(measurement.texts(sizes.memoryListings()));
        }
        if (sizes.memoryPictures() > 0 && pictured() > 0) {
            memory.add(measurement.pictures(sizes.memoryPictures()));
        }
        return memory;
    }

    /**
     * Lets uploads through until the JIT compiler has hardly anything left to do, at most {@value #WARM_UP_ROUNDS} more
     * rounds.
     *
     * @return listings a second in the last round
     */
    private double warmRate(String run, MeasuredClassifier measured) throws InterruptedException {
        MeasuredFlow flow = MeasuredFlow.exactlyOnce(measured, testbed.format());
        Throughput throughput = testbed.pass(run, flow, measured.steps(), LEAST_RECORDS, time);
        for (int round = 1; round <= WARM_UP_ROUNDS && isCompiling(throughput); round++) {
            throughput = testbed.pass(run + "-" + round, flow, measured.steps(), WARM_UP_RECORDS, time.multipliedBy(2));
        }
        return throughput.perSecond();
    }

    private static boolean isCompiling(Throughput throughput) {
        return throughput.stages().getOrDefault(ProcessorTimes.JIT, 0.0) > MOST_COMPILING * throughput.cpuMs();
    }

    /** The number of records that fill the measuring time at this rate, at least {@value #LEAST_RECORDS}. */
    private long records(double perSecond) {
        return Math.max(LEAST_RECORDS, (long) (perSecond * time.toMillis() / 1e3));
    }

    private Throughput pass(StreamSettings run, MeasuredClassifier measured, long records) throws InterruptedException {
        return testbed.pass(run, MeasuredFlow.exactlyOnce(measured, testbed.format()), measured.steps(), records,
                time.multipliedBy(PATIENCE));
    }

    private Throughput cascade(MeasuredClassifier measured) throws InterruptedException {
        long records = records(warmRate("cascade-warm-up", measured));
        StreamSettings run = testbed.newRun("cascade");
        testbed.fill(run, records);
        return pass(run, measured, records);
    }

    /**
     * Call it after the flow: it reads the same uploads again, and the code for pictures and tokens is compiled by
     * then.
     */
    private Limit limit(StreamSettings run, long records, Throughput throughput) throws InterruptedException {
        List<Limit.Part> parts = new ArrayList<>(
                new LimitMeasurement(exhaustive, testbed.listings(), time.dividedBy(2)).parts(testbed.progress()));
        parts.add(broker(run, records, throughput.outcomeBytes()));
        return new Limit(parts, Runtime.getRuntime().availableProcessors());
    }

    private Limit.Part broker(StreamSettings run, long records, int outcomeBytes) {
        StreamSettings warm = testbed.newRun("broker-warm-up", run);
        StreamSettings measured = testbed.newRun("broker", run);
        try (ProgressListener.Phase phase = testbed.progress().begin("the broker alone", 2 * records)) {
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
        StreamSettings run = testbed.newRun("latency");
        List<Latency> latency = new ArrayList<>();
        try (UploadSender sender = UploadSender.open(run, testbed.format());
                CommittedOutcomes outcomes = CommittedOutcomes.open(run);
                MeasuredFlow.Running running = MeasuredFlow.exactlyOnce(exhaustive, testbed.format()).start(run)) {
            OpenLoop loop = new OpenLoop(testbed, run, running, sender, outcomes);
            for (double load : LOADS) {
                latency.add(loop.offer(load, load * saturation, time));
            }
        }
        return latency;
    }
}
