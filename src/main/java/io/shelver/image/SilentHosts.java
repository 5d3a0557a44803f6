// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Hosts that did not answer several times in a row. They are left alone for a while, since they would cost every batch
 * all of its time. Then one caller tries again. Only silence counts: a host that refuses at once costs nothing. Safe
 * for many threads.
 */
final class SilentHosts {
    static final int PATIENCE = 5;
    static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int REMEMBERED = 1_024;

    private record Silence(int times, long until) {}

    private final LongSupplier nanoTime;
    private final Map<String, Silence> hosts = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Silence> eldest) {
            return size() > REMEMBERED;
        }
    };

    SilentHosts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long to leave the host alone; empty if it may be asked now. */
    synchronized Optional<Duration> pause(String host) {
        Silence silence = hosts.get(host);
        if (silence == null || silence.times() < PATIENCE) {
            return Optional.empty();
        }
        long left = silence.until() - nanoTime.getAsLong();
        if (left > 0) {
            return Optional.of(Duration.ofNanos(left));
        }
        // This caller tries; the others wait for its result.
        remember(host, silence.times());
        return Optional.empty();
    }

    synchronized void answered(String host) {
        hosts.remove(host);
    }

    synchronized void silent(String host) {
        Silence silence = hosts.get(host);
        remember(host, silence == null ? 1 : Math.min(PATIENCE, silence.times() + 1));
    }

    private void remember(String host, int times) {
        hosts.put(host, new Silence(times, nanoTime.getAsLong() + PAUSE.toNanos()));
    }
}
