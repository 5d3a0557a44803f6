// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Makes and publishes the meters that {@link Measure} defines. Ask for a meter once and keep it: counting is then a call without a
 * look-up. Safe for many threads.
 */
public final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm = new JvmMeters(registry);
    private final KafkaMeters kafka = new KafkaMeters(registry);

    private Meters() {
    }

    /** Meters for Prometheus to scrape, including those of the JVM. */
    public static Meters prometheus() {
        return new Meters();
    }

    /** All series in the text format of Prometheus, {@code text/plain; version=0.0.4; charset=utf-8}. */
    public String scrape() {
        return registry.scrape();
    }

    /** The meters of Kafka Streams and its clients. */
    public KafkaMeters kafka() {
        return kafka;
    }

    /**
     * Makes a counter, which starts at 0.
     *
     * @return adds its argument, 0 or more, to the counter
     */
    public LongConsumer counter(Measure measure, String... tagValues) {
        return Counter.builder(measure.key()).description(measure.meaning()).baseUnit(measure.baseUnit())
                .tags(tags(measure, Measure.Kind.COUNTER, tagValues)).register(registry)::increment;
    }

    /** Makes a counter for each constant of an enum. The meter must have one tag. */
    public <E extends Enum<E>> Map<E, LongConsumer> counters(Measure measure, Class<E> constants,
            Function<E, String> tagValue) {
        Map<E, LongConsumer> counters = new EnumMap<>(constants);
        for (E constant : List.of(constants.getEnumConstants())) {
            counters.put(constant, counter(measure, tagValue.apply(constant)));
        }
        return counters;
    }

    public Consumer<Duration> timer(Measure measure, String... tagValues) {
        return Timer.builder(measure.key()).description(measure.meaning())
                .serviceLevelObjectives(measure.buckets().durations())
                .tags(tags(measure, Measure.Kind.TIMER, tagValues)).register(registry)::record;
    }

    /**
     * Makes a histogram of sizes.
     *
     * @return observes its argument, in the unit of the measure
     */
    public LongConsumer summary(Measure measure, String... tagValues) {
        return DistributionSummary.builder(measure.key()).description(measure.meaning()).baseUnit(measure.baseUnit())
                .serviceLevelObjectives(measure.buckets().bounds())
                .tags(tags(measure, Measure.Kind.SUMMARY, tagValues)).register(registry)::record;
    }

    /**
     * Makes a gauge.
     *
     * @param value
     *            called at every scrape; NaN if there is no value
     */
    public void gauge(Measure measure, DoubleSupplier value, String... tagValues) {
        // A strong reference: a gauge turns into NaN once its supplier is garbage-collected.
        Gauge.builder(measure.key(), value::getAsDouble).description(measure.meaning()).baseUnit(measure.baseUnit())
                .tags(tags(measure, Measure.Kind.GAUGE, tagValues)).register(registry);
    }

    private static Tags tags(Measure measure, Measure.Kind kind, String... values) {
        if (measure.kind() != kind) {
            throw new IllegalArgumentException(
                    "%s is a %s, but was asked for as a %s".formatted(measure, measure.kind(), kind));
        }
        if (values.length != measure.tags().size()) {
            throw new IllegalArgumentException(
                    "%s has %d tags, but %d values were given".formatted(measure, measure.tags().size(),
                            values.length));
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            Tag tag = measure.tags().get(i);
            if (!tag.allows(values[i])) {
                throw new IllegalArgumentException("the tag %s of %s may be %s, not '%s'".formatted(tag.key(), measure,
                        tag.values(), values[i]));
            }
            tags = tags.and(tag.key(), values[i]);
        }
        return tags;
    }

    @Override
    public void close() {
        kafka.close();
        jvm.close();
        registry.close();
    }
}
