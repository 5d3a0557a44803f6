// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.inference.ModelListener;
import io.shelver.stream.StreamListener;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up the elapsed time of each step, waiting included. Several steps run at a time, so a sum is not processor time.
 */
public final class StepTimes {
    static final String RUN = "run.";

    private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();

    /** A listener for one model. */
    public ModelListener model(String name) {
        return new ModelListener() {
            @Override
            public void prepared(Duration took) {
                add("prepare." + name, took);
            }

            @Override
            public void awaitedPictures(Duration waited) {
                add("await_pictures." + name, waited);
            }

            @Override
            public void queued(Duration waited) {
                add("queue." + name, waited);
            }

            @Override
            public void ran(int rows, Duration took) {
                add(RUN + name, took);
            }
        };
    }

    /** A listener for the stream. */
    StreamListener stream() {
        return new StreamListener() {
            @Override
            public void classified(int listings, Duration took) {
                add("classify", took);
            }

            @Override
            public void written(Duration took) {
                add("write", took);
            }
        };
    }

    private void add(String step, Duration took) {
        nanos.computeIfAbsent(step, name -> new LongAdder()).add(took.toNanos());
    }

    /** The sums so far, in nanoseconds by step. */
    Map<String, Long> soFar() {
        Map<String, Long> now = new TreeMap<>();
        nanos.forEach((step, sum) -> now.put(step, sum.sum()));
        return now;
    }
}
