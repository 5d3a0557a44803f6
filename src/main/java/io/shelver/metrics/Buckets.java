// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import java.time.Duration;
import java.util.stream.DoubleStream;

/** The upper bounds of a histogram's buckets. All instances and releases share them, so that histograms can be summed. */
enum Buckets {
    NONE,
    /** The time of a stage, in seconds: 0.1 ms to 10 s. */
    STAGE(0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    /** The time from upload to decision, in seconds: 10 ms to 1 h. */
    LATENCY(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600),
    /** A number of listings or rows. */
    SIZE(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
    /** A size in bytes: 1 KiB to 32 MiB. */
    BYTES(1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 32 << 20);

    private final double[] bounds;

    Buckets(double... bounds) {
        this.bounds = bounds;
    }

    double[] bounds() {
        return bounds.clone();
    }

    /** The bounds of a timer. */
    Duration[] durations() {
        return DoubleStream.of(bounds).mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
    }
}
