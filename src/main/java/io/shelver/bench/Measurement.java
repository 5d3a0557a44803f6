// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.Locale;

/** The measurements that can be asked for. */
public enum Measurement {
    /** What the machine could do, and what the flow does. */
    LIMIT,
    /** Latency under load. */
    LATENCY,
    /** Throughput by delivery guarantee. */
    GUARANTEES,
    /** Latency of one upload at a time. */
    LONE,
    /** Throughput by stream threads, and cost by backlog. */
    SCALING,
    /** Memory after many listings; takes long. */
    MEMORY;

    /** The name on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
