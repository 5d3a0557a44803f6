// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A text that is slow to make and that all callers may ask for. It is made by one thread at a time and at most once a second, so
 * that a flood of requests costs little.
 */
final class CachedText implements Supplier<String> {
    static final Duration AGE = Duration.ofSeconds(1);

    private final Supplier<String> fresh;
    private Optional<String> made = Optional.empty();
    private long madeAt;

    CachedText(Supplier<String> fresh) {
        this.fresh = fresh;
    }

    @Override
    public synchronized String get() {
        if (made.isEmpty() || System.nanoTime() - madeAt >= AGE.toNanos()) {
            made = Optional.of(fresh.get());
            madeAt = System.nanoTime();
        }
        return made.get();
    }
}
