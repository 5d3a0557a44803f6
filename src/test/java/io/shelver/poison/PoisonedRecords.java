// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import static io.shelver.poison.Poison.deadLetter;
import static io.shelver.poison.Poison.title;
import static io.shelver.poison.Poison.value;

import io.shelver.poison.Poison.Expected;
import io.shelver.testing.Uploads;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Legal events in records with illegal or odd keys, headers and timestamps. */
final class PoisonedRecords {
    private static final byte[] LEGAL = Poison.event(Poison.TITLE, null);
    private static final Expected SCORED = title("scored");

    private PoisonedRecords() {
    }

    static List<Poison> keys() {
        List<Poison> records = new ArrayList<>();
        Expected mismatch = deadLetter("KEY_MISMATCH");
        records.add(value("no key", LEGAL, deadLetter("NULL_KEY")).withKey(null));
        records.add(value("an empty key", LEGAL, mismatch).withKey(new byte[0]));
        for (String key : List.of("Poison", "poison ", " poison", "poison\0", "\0poison", "poison\n", "poisоn",
                "\"poison\"", "pois\u200bon",
                "\ufeffpoison", "p", "poisonpoison", "null")) {
            records.add(value("the key '%s'".formatted(key), LEGAL, mismatch).withKey(Poison.bytes(key)));
        }
        records.add(value("a key of 1 MB", LEGAL, mismatch).withKey(new byte[1 << 20]));
        records.add(value("a key of 15 MB", LEGAL, mismatch).withKey(new byte[15 << 20]));
        records.add(value("a key that is no UTF-8", LEGAL, mismatch)
                .withKey(new byte[]{(byte) 0xff, (byte) 0xfe, (byte) 0x80}));
        return records;
    }

    static List<Poison> nothing() {
        List<Poison> records = new ArrayList<>();
        for (int key = 0; key < 15; key++) {
            records.add(value("no value " + key, null, deadLetter("NULL_VALUE"))
                    .withKey(key == 0 ? null : Poison.bytes("key-" + key)));
            records.add(value("a value of no bytes " + key, new byte[0], deadLetter("NOT_AVRO"))
                    .withKey(Poison.bytes("key-" + key)));
        }
        return records;
    }

    static List<Poison> headers() {
        List<Poison> records = new ArrayList<>();
        records.add(record("5,000 headers", SCORED, Collections.nCopies(5_000, header("trace", 8))));
        records.add(record("50,000 headers", SCORED, Collections.nCopies(50_000, header("h", 1))));
        records.add(record("400,000 headers", deadLetter("UPLOAD_TOO_LARGE"),
                Collections.nCopies(400_000, header("", 40))));
        records.add(record("a name of 1 MB", SCORED, List.of(header("n".repeat(1 << 20), 1))));
        records.add(record("a name of 5 MB of Chinese", SCORED, List.of(header("中".repeat(1_600_000), 1))));
        records.add(record("a value of 10 MB", SCORED, List.of(header("trace", 10_000_000))));
        records.add(record("a name of no letters", SCORED, List.of(header("", 1))));
        records.add(record("no value", SCORED, List.of(new SimpleEntry<>("trace", null))));
        records.add(record("a thousand without value", SCORED,
                Collections.nCopies(1_000, new SimpleEntry<>("trace", null))));
        records.add(record("control characters", SCORED, List.of(header("\0\n\u001b[2J", 1))));
        for (String ours : List.of("shelver.failure.class", "__streams.errors.topic", "__streams.errors.offset",
                "shelver.value.sha256", "shelver.omitted.bytes")) {
            records.add(record("our own " + ours, SCORED, List.of(header(ours, 3))));
            records.add(new Poison("our own %s in a dead letter".formatted(ours), Poison.bytes("k"),
                    Poison.bytes("no event"),
                    List.of(header(ours, 3), new SimpleEntry<>(ours, null)), null, deadLetter("NOT_AVRO")));
        }
        for (String origin : List.of("topic", "partition", "offset")) {
            records.add(record("an origin's %s that is none".formatted(origin), SCORED,
                    List.of(header("shelver.origin." + origin, 3))));
        }
        return records;
    }

    private static Poison record(String name, Expected expected, List<? extends Map.Entry<String, byte[]>> headers) {
        return value(name, LEGAL, expected).withHeaders(List.copyOf(headers));
    }

    private static Map.Entry<String, byte[]> header(String name, int bytes) {
        return new SimpleEntry<>(name, new byte[bytes]);
    }

    static List<Poison> times() {
        List<Poison> records = new ArrayList<>();
        for (long time : new long[]{0, 1, 999, 1L << 31, 1L << 32, 1L << 40, 1L << 50, 1L << 60, Long.MAX_VALUE / 2,
                Long.MAX_VALUE - 1, Long.MAX_VALUE,
                253_402_300_800_000L, 4_102_444_800_000L, 946_684_800_000L, 1_000_000_000_000L}) {
            records.add(value("sent at %,d".formatted(time), LEGAL, SCORED).withTimestamp(time));
            records.add(uploadedAt(time));
            if (time > 0) {
                records.add(uploadedAt(-time));
            }
        }
        return records;
    }

    /** Readers can hold the years 1 to 9999. */
    private static Poison uploadedAt(long time) {
        Instant at = Instant.ofEpochMilli(time);
        int year = at.atOffset(ZoneOffset.UTC).getYear();
        return value("uploaded at %,d".formatted(time),
                Uploads.bytes(Poison.upload(Poison.TITLE).setUploadedAt(at).build()),
                year >= 1 && year <= 9999 ? SCORED : deadLetter("NOT_A_LISTING"));
    }
}
