// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CachedTextTest {
    private final AtomicInteger made = new AtomicInteger();
    private final CachedText cached = new CachedText(() -> "text " + made.incrementAndGet());

    @Test
    void aFloodOfCallersGetsTheTextOfTheSameSecond() {
        long begin = System.nanoTime();
        Set<String> given = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 10_000).parallel().forEach(each -> given.add(cached.get()));

        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        assertThat(made.get()).isBetween(1, (int) seconds + 1);
        assertThat(given).contains("text 1");
    }

    @Test
    void laterItIsMadeAnew() {
        String first = cached.get();

        String later = first;
        while (later.equals(first)) {
            later = cached.get();
        }

        assertThat(later).isEqualTo("text 2");
    }
}
