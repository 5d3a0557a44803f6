// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The meters of Kafka Streams and its clients, from Micrometer's binder. The binder needs the {@link KafkaStreams} object, so this
 * is the one class outside the stream's packages that may use it.
 */
public final class KafkaMeters implements AutoCloseable {
    /** The longest time until meters of new tasks appear. The binder's default of a minute would hide a rebalance. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final Deque<AutoCloseable> bound = new ArrayDeque<>();

    KafkaMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Adds the meters of these streams, until this object is closed. */
    public synchronized void observe(KafkaStreams streams) {
        ScheduledExecutorService refresh = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("shelver-kafka-meters").factory());
        bound.push(refresh);
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams, Tags.empty(), refresh, REFRESH);
        bound.push(metrics);
        metrics.bindTo(registry);
    }

    @Override
    public synchronized void close() {
        while (!bound.isEmpty()) {
            try {
                bound.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close the meters of Kafka Streams", e);
            }
        }
    }
}
