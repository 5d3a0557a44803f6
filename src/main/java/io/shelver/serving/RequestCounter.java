// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.http.RequestListener;
import io.shelver.metrics.Measure;
import io.shelver.metrics.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts requests by route and status. Both have few values. */
final class RequestCounter implements RequestListener {
    private final Meters meters;
    private final Map<Key, Consumer<Duration>> timers = new ConcurrentHashMap<>();

    private record Key(String route, int status) {}

    RequestCounter(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void answered(String route, int status, Duration took) {
        timers.computeIfAbsent(new Key(route, status),
                key -> meters.timer(Measure.HTTP_REQUESTS, key.route(), String.valueOf(key.status()))).accept(took);
    }
}
