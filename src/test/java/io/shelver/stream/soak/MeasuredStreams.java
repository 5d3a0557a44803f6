// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.classify.Decision;
import io.shelver.stream.ShelverTopology;
import io.shelver.stream.StreamListener;
import io.shelver.stream.StreamProperties;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** The stream with a classifier that costs nothing, and what Kafka's own meters say of it. */
final class MeasuredStreams implements StateRestoreListener {
    private final StreamSettings settings;
    private final int uploads;
    private final KafkaStreams streams;
    private final CountDownLatch decided;
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicLong restored = new AtomicLong();
    private final AtomicLong restoreBegin = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong restoreEnd = new AtomicLong(Long.MIN_VALUE);
    private Duration untilRunning = Duration.ZERO;
    private Duration untilDecided = Duration.ZERO;

    private MeasuredStreams(StreamSettings settings, int uploads) {
        this.settings = settings;
        this.uploads = uploads;
        this.decided = new CountDownLatch(uploads);
        this.streams = new KafkaStreams(new ShelverTopology(settings, SingleObjectFormat.ofThisRelease(),
                listings -> listings.stream().map(FakeClassifier::decide).toList(), FakeClassifier.TAXONOMY,
                InstantSource.system(), new Countdown(decided)).build(), StreamProperties.of(settings));
        streams.setGlobalStateRestoreListener(this);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
    }

    private record Countdown(CountDownLatch latch) implements StreamListener {
        @Override
        public void decided(Decision decision, Duration sinceUpload) {
            latch.countDown();
        }
    }

    /** Starts it and waits until every upload is decided and committed. */
    static MeasuredStreams start(StreamSettings settings, int uploads) throws Exception {
        MeasuredStreams measured = new MeasuredStreams(settings, uploads);
        measured.run();
        return measured;
    }

    private void run() throws Exception {
        long start = System.nanoTime();
        streams.start();
        running.await();
        untilRunning = Duration.ofNanos(System.nanoTime() - start);
        decided.await();
        untilDecided = Duration.ofNanos(System.nanoTime() - start);
        try (Lag lag = new Lag(settings)) {
            lag.awaitNone(Duration.ofMinutes(1));
        }
    }

    Map<String, String> figures() {
        String changeLog = settings.applicationId() + "-slots-changelog";
        Map<String, String> figures = new TreeMap<>();
        figures.put("Uploads", "%,d".formatted(uploads));
        figures.put("Uploads a second, start included", "%,.0f".formatted(uploads / seconds(untilDecided)));
        figures.put("Changelog: bytes an upload", "%,.1f".formatted(total("byte-total", changeLog) / uploads));
        figures.put("Changelog: records an upload", "%.3f".formatted(total("record-send-total", changeLog) / uploads));
        figures.put("Producer: mean request, bytes", "%,.0f".formatted(most("request-size-avg")));
        figures.put("Producer: largest request, bytes", "%,.0f".formatted(most("request-size-max")));
        return figures;
    }

    Map<String, String> restore() {
        return Map.of("Restore: records read from the changelog", "%,d".formatted(restored.get()),
                "Restore: reading the changelog", "%.2f s".formatted((restoreEnd.get() - restoreBegin.get()) / 1e9),
                "Restore: from start to running, joining the group included",
                "%.1f s".formatted(seconds(untilRunning)));
    }

    private double total(String meter, String topic) {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(meter)
                        && topic.equals(metric.metricName().tags().get("topic")))
                .mapToDouble(MeasuredStreams::value).sum();
    }

    private double most(String meter) {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(meter)
                        && metric.metricName().group().equals("producer-metrics"))
                .mapToDouble(MeasuredStreams::value).filter(Double::isFinite).max().orElse(0);
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    boolean close() {
        return streams.close(CloseOptions.timeout(Duration.ofSeconds(30))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        restoreBegin.accumulateAndGet(System.nanoTime(), Math::min);
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long count) {
        restored.addAndGet(count);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        restoreEnd.accumulateAndGet(System.nanoTime(), Math::max);
    }
}
