// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A process that caches pictures where no large file can be written, and prints what happened. */
final class FullDisk {
    private static final int LARGE = 1_000_000;

    private FullDisk() {
    }

    public static void main(String... args) throws Exception {
        Path folder = Path.of(args[0]);
        AtomicInteger failures = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        FetchListener listener = new FetchListener() {
            @Override
            public void cacheFailed() {
                failures.incrementAndGet();
            }
        };
        PictureCache cache = new PictureCache(CacheFolder.open(folder), 2L * LARGE, listener, now::get);
        FakeSource host = new FakeSource(
                (link, deadline) -> Image.Encoded.of(new byte[link.length() == 1 ? 10 : LARGE]));
        try (CachedSource source = new CachedSource(host, cache, listener)) {
            int first = source.fetch("large", Deadline.in(Duration.ofSeconds(10))).length();
            int again = source.fetch("large", Deadline.in(Duration.ofSeconds(10))).length();
            now.addAndGet(PictureCache.PAUSE.toNanos());
            source.fetch("s", Deadline.in(Duration.ofSeconds(10)));
            source.fetch("s", Deadline.in(Duration.ofSeconds(10)));
            try (Stream<Path> files = Files.list(folder)) {
                System.out.printf("fetched %d and %d, failed %d, asked %s, kept %d files%n", first, again,
                        failures.get(),
                        host.asked(), files.filter(file -> !file.endsWith("lock")).count());
            }
        }
    }
}
