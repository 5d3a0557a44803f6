// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures;
import io.shelver.inference.Provider;
import io.shelver.inference.RawGraph;
import io.shelver.inference.RawModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures each part of the work alone, as fast as this machine can do it. */
final class LimitMeasurement {
    private static final int[] BATCHES = {16, 32, 64};
    /** Samples of this size have every kind of text and picture. The decoded pictures stay in memory. */
    private static final int MOST_TEXTS = 2_048;
    private static final int MOST_PICTURES = 256;
    private static final int TEXTS_AT_ONCE = 32;

    private final MeasuredClassifier measured;
    private final List<Listing> listings;
    private final Duration time;
    private final int cores = Runtime.getRuntime().availableProcessors();

    /**
     * @param time
     *            the time to measure each part for
     */
    LimitMeasurement(MeasuredClassifier measured, List<Listing> listings, Duration time) {
        this.measured = measured;
        this.listings = listings;
        this.time = time;
    }

    /** All parts except Kafka's. */
    List<Limit.Part> parts(ProgressListener progress) throws InterruptedException {
        List<Limit.Part> parts = new ArrayList<>();
        try (RawModels models = RawModels.open(measured.bundle(), measured.providers(), measured.modelThreads())) {
            List<Listing> texts = sample(listings, MOST_TEXTS);
            List<Listing> pictured = models.readPictures()
                    ? listings.stream().filter(listing -> listing.image() instanceof Image.Inline).toList()
                    : List.of();
            List<Listing> shown = sample(pictured, MOST_PICTURES);
            List<Pixels> pixels = shown.stream().flatMap(listing -> decoded(listing).stream()).toList();
            double share = pictured.size() / (double) listings.size();
            List<RawGraph> graphs = models.graphs(texts, pixels, share);
            try (ProgressListener.Phase phase = progress.begin("the limit", graphs.size() + 3L)) {
                for (RawGraph graph : graphs) {
                    parts.add(best(graph));
                    phase.step(1);
                }
                parts.add(tokenising(models, texts));
                phase.step(1);
                if (!pixels.isEmpty()) {
                    parts.add(onAllCores("decode", share, shown, this::decoded));
                    phase.step(1);
                    parts.add(onAllCores("prepare", share, pixels, models::prepare));
                    phase.step(1);
                }
            }
        }
        return parts;
    }

    /** At most {@code most} elements, evenly spread over the list. */
    static <T> List<T> sample(List<T> all, int most) {
        int size = Math.min(all.size(), most);
        return IntStream.range(0, size).mapToObj(i -> all.get((int) ((long) i * all.size() / size))).toList();
    }

    private Optional<Pixels> decoded(Listing listing) {
        try (Pictures.Reading reading = measured.pictures().start(List.of(listing.image()), Duration.ofMinutes(1))) {
            return Optional.of(reading.next().orElseThrow().pixels());
        } catch (Pictures.UnreadableException e) {
            return Optional.empty();
        }
    }

    private Limit.Part best(RawGraph graph) {
        boolean onDevice = measured.providers().getFirst() != Provider.CPU;
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int size : BATCHES) {
            Cost cost = cost(graph, size, time.dividedBy(5), onDevice);
            double counts = onDevice ? cost.wallMs() : cost.cpuMs();
            if (counts < least) {
                least = counts;
                best = size;
            }
        }
        Cost cost = cost(graph, best, time, onDevice).times(graph.share());
        return new Limit.Part(StepTimes.RUN + graph.name(), cost.cpuMs(), onDevice ? cost.wallMs() : 0, best);
    }

    /**
     * @param everyShape
     *            whether to run every batch before measuring: a GPU searches for the best kernel at each new shape
     */
    private static Cost cost(RawGraph graph, int size, Duration time, boolean everyShape) {
        try (RawGraph.Batches batches = graph.batches(size)) {
            int count = batches.count();
            for (int batch = 0; batch < (everyShape ? count : 1); batch++) {
                batches.run(batch);
            }
            int[] next = {0};
            // Rows are sorted by length. Steps near the golden section meet all lengths early.
            int stride = stride(count);
            return Cost.of(time, () -> {
                next[0] = (next[0] + stride) % count;
                return batches.run(next[0]);
            });
        }
    }

    /** A step near the golden section of {@code count} and prime to it, so that every batch gets its turn. */
    static int stride(int count) {
        int stride = Math.max(1, (int) Math.round(count * 0.618));
        while (gcd(stride, count) != 1) {
            stride++;
        }
        return stride;
    }

    private static int gcd(int one, int other) {
        return other == 0 ? one : gcd(other, one % other);
    }

    private Limit.Part tokenising(RawModels models, List<Listing> texts) {
        int[] next = {0};
        models.tokenise(texts);
        Cost cost = Cost.of(time, () -> {
            int from = next[0];
            int to = Math.min(texts.size(), from + TEXTS_AT_ONCE);
            next[0] = to == texts.size() ? 0 : to;
            models.tokenise(texts.subList(from, to));
            return to - from;
        });
        return new Limit.Part("tokenise", cost.cpuMs(), 0, 0);
    }

    /** Runs as many threads as cores; each takes the next element as soon as it is free. */
    private <T> Limit.Part onAllCores(String name, double share, List<T> all, Consumer<T> work)
            throws InterruptedException {
        all.forEach(work);
        ExecutorService threads = Executors.newFixedThreadPool(cores,
                Thread.ofPlatform().name("bench-core-", 0).daemon().factory());
        try {
            AtomicInteger done = new AtomicInteger();
            Cost cost = Cost.of(Duration.ZERO, () -> {
                long until = System.nanoTime() + time.toNanos();
                List<Future<?>> running = IntStream.range(0, cores).<Future<?>>mapToObj(core -> threads.submit(() -> {
                    while (System.nanoTime() < until) {
                        work.accept(all.get(done.getAndIncrement() % all.size()));
                    }
                })).toList();
                running.forEach(LimitMeasurement::await);
                return done.get();
            });
            return new Limit.Part(name, cost.times(share).cpuMs(), 0, 0);
        } finally {
            threads.shutdown();
        }
    }

    private static void await(Future<?> running) {
        try {
            running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the measurement was interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("a measurement failed: " + e.getCause(), e);
        }
    }
}
