// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.Locale;

/** What can be measured. */
public enum Measurement {
    /** What the machine could do, and what the flow does. */
    LIMIT,
    /** How long an upload takes under load. */
    LATENCY,
    /** What exactly once costs. */
    GUARANTEES,
    /** One upload at a time. */
    LONE,
    /** More threads, and longer backlogs. */
    SCALING,
    /** What is held after many listings; takes long. */
    MEMORY;

    /** The name as the command line writes it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
