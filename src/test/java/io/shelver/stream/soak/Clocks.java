// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;

import io.shelver.classify.Door;
import io.shelver.stream.Delivery;
import io.shelver.stream.UploadFeed;
import java.time.Instant;
import java.util.stream.LongStream;

/** Numbered uploads whose clocks run from 1970 to 2100, and some that are absurd. */
final class Clocks {
    private static final long YEAR_1 = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli();
    private static final long MICROS = Instant.parse("2026-03-01T10:15:30Z").toEpochMilli() * 1_000;
    private static final long[] YEARS = LongStream.rangeClosed(1970, 2100)
            .map(year -> Instant.parse(year + "-01-01T00:00:00Z").toEpochMilli()).toArray();
    /** Times of the type that no clock shows. A record cannot have one below 0. */
    private static final long[] ABSURD = {MICROS, 1_000 * MICROS, Long.MAX_VALUE, Long.MAX_VALUE - 1, -1,
            -MICROS / 1_000,
            YEAR_1, YEAR_1 - 1, YEAR_10000 - 1, YEAR_10000, -MICROS, Long.MIN_VALUE};
    private static final int KEYS = 97;

    private Clocks() {
    }

    private static long clock(long number) {
        return number % 3 == 0 ? ABSURD[(int) (number / 3 % ABSURD.length)] : YEARS[(int) (number % YEARS.length)];
    }

    private static String key(long number) {
        return "listing-" + number % KEYS;
    }

    static void send(UploadFeed feed) {
        long number = feed.count();
        long clock = clock(number);
        byte[] value = bytes(upload(key(number)).setUploadedAt(Instant.ofEpochMilli(clock)).build());
        feed.send(utf8(key(number)), value, Math.max(0, clock(number + 1)));
    }

    /** Whether an upload left under its own key, and as a dead letter only if its time is in none of the years 1 to 9999. */
    static boolean isOf(Delivery delivery) {
        long clock = clock(delivery.number());
        Door door = clock < YEAR_1 || clock >= YEAR_10000 ? Door.DEAD_LETTERS : Door.CATEGORIES;
        return delivery.key().equals(key(delivery.number())) && delivery.door() == door;
    }
}
