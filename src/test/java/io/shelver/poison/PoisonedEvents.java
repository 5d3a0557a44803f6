// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import static io.shelver.poison.Poison.deadLetter;
import static io.shelver.poison.Poison.value;

import io.shelver.poison.Poison.Expected;
import io.shelver.testing.Uploads;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes that are almost events. */
final class PoisonedEvents {
    private static final int HEADER = 10;
    private static final Expected NOT_AVRO = deadLetter("NOT_AVRO");
    private static final byte[] EVENT = Uploads.bytes(Poison.upload(Poison.TITLE).setDescription("Short sleeves")
            .setSellerCategories(List.of(List.of("Apparel", "Topwear"))).setImage(ByteBuffer.wrap(new byte[20]))
            .build());

    private PoisonedEvents() {
    }

    static List<Poison> malformed() {
        List<Poison> events = new ArrayList<>();
        events.add(value("nothing", new byte[0], NOT_AVRO));
        for (int marker : new int[]{0, 1, 0xc2, 0xc4, 0xff}) {
            events.add(value("marker %x".formatted(marker), with(EVENT, 0, marker), NOT_AVRO));
            events.add(value("second marker %x".formatted(marker), with(EVENT, 1, marker == 1 ? 2 : marker), NOT_AVRO));
        }
        for (int length = 1; length < EVENT.length; length += 7) {
            events.add(value("%d of %d bytes".formatted(length, EVENT.length), Arrays.copyOf(EVENT, length), NOT_AVRO));
        }
        for (String text : List.of("{\"listing_id\": \"a\"}", "<xml/>", "listing_id=a", "\n", "null", "Obj\u0001",
                "PK\u0003\u0004")) {
            events.add(value("'%s'".formatted(text.strip()), Poison.bytes(text), NOT_AVRO));
        }
        return events;
    }

    /** The first field is a string, so its length comes right after the header. */
    static List<Poison> lengths() {
        List<Poison> events = new ArrayList<>();
        for (long length : new long[]{-1, Integer.MIN_VALUE, Long.MIN_VALUE, 1_000, 1 << 20, 64 << 20, (64 << 20) + 1,
                Integer.MAX_VALUE - 8,
                Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE}) {
            events.add(value("a text of %,d bytes, it says".formatted(length),
                    join(header(), varint(length), new byte[30]), NOT_AVRO));
            events.add(value("a picture of %,d bytes, it says".formatted(length),
                    join(header(), new byte[]{2, 'a', 0, 0, 0, 2}, varint(length), new byte[30]), NOT_AVRO));
            events.add(value("a list of %,d, it says".formatted(length),
                    join(header(), new byte[]{2, 'a', 0, 0, 0, 0}, varint(length), new byte[30]),
                    deadLetter("NOT_AVRO", "NOT_A_LISTING", "KEY_MISMATCH")));
        }
        events.add(value("a length that does not end", join(header(), filled(20, 0xff)), NOT_AVRO));
        return events;
    }

    static List<Poison> unions() {
        List<Poison> events = new ArrayList<>();
        for (long branch : new long[]{-1, 2, 3, 100, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE,
                Long.MIN_VALUE}) {
            events.add(value("description of branch %d".formatted(branch),
                    join(header(), new byte[]{2, 'a', 0, 0}, varint(branch), new byte[30]), NOT_AVRO));
            long image = branch == 2 ? 4 : branch;
            events.add(value("picture of branch %d".formatted(image),
                    join(header(), new byte[]{2, 'a', 0, 0, 0}, varint(image), new byte[30]), NOT_AVRO));
        }
        return events;
    }

    /** The seller's categories, which are lists in a list. */
    static List<Poison> lists() {
        List<Poison> events = new ArrayList<>();
        Expected legal = Poison.title("absent", "scored");
        for (int count : new int[]{100, 1_000, 9_000, 10_000}) {
            events.add(value("%,d categories".formatted(count), categories(count, 1, ""), legal));
            events.add(value("a category of %,d levels".formatted(count), categories(1, count, "x"), legal));
        }
        for (int count : new int[]{10_001, 50_000, 1_000_000}) {
            events.add(value("%,d categories".formatted(count), categories(count, 1, ""), NOT_AVRO));
            events.add(value("a category of %,d levels".formatted(count), categories(1, count, "x"), NOT_AVRO));
        }
        for (int blocks : new int[]{2, 100, 10_000}) {
            events.add(value("%,d blocks of one category".formatted(blocks), blocks(blocks, 1), legal));
        }
        events.add(value("10,001 blocks of one category", blocks(10_001, 1), deadLetter("NOT_A_LISTING")));
        events.add(value("100 blocks of a category of 10,000 levels", blocks(100, 10_000), NOT_AVRO));
        return events;
    }

    private static byte[] categories(int count, int levels, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(join(header(), listing(), varint(count)));
        for (int category = 0; category < count; category++) {
            out.writeBytes(varint(levels));
            for (int level = 0; level < levels; level++) {
                out.writeBytes(varint(name.length()));
                out.writeBytes(Poison.bytes(name));
            }
            out.write(0);
        }
        out.write(0);
        out.writeBytes(end());
        return out.toByteArray();
    }

    private static byte[] blocks(int count, int levels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(join(header(), listing()));
        for (int block = 0; block < count; block++) {
            out.writeBytes(join(varint(1), varint(levels), new byte[levels], new byte[1]));
        }
        out.write(0);
        out.writeBytes(end());
        return out.toByteArray();
    }

    private static byte[] listing() {
        byte[] id = Poison.bytes("poison");
        byte[] title = Poison.bytes(Poison.TITLE);
        return join(varint(id.length), id, varint(0), varint(title.length), title, new byte[]{0, 0});
    }

    /** The fields locale, uploaded_at, revision and upload_id. */
    private static byte[] end() {
        return new byte[]{0, 2, 2, 0};
    }

    /** For a service without a registry: unknown fingerprints, and the prefix of a registry. */
    static List<Poison> schemas() {
        List<Poison> events = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 15; i++) {
            byte[] other = EVENT.clone();
            ByteBuffer.wrap(other).putLong(2, random.nextLong());
            events.add(value("unknown schema " + i, other, deadLetter("UNKNOWN_SCHEMA")));
            events.add(value("a registry's prefix " + i,
                    join(ByteBuffer.allocate(5).putInt(1, random.nextInt(100)).array(),
                            Arrays.copyOfRange(EVENT, HEADER, EVENT.length)),
                    NOT_AVRO));
        }
        return events;
    }

    static List<Poison> flipped() {
        List<Poison> events = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] other = EVENT.clone();
            for (int flips = 0; flips <= i / 15; flips++) {
                other[random.nextInt(i < 30 ? HEADER : 0, other.length)] ^= (byte) (1 << random.nextInt(8));
            }
            events.add(value("flipped " + i, other, new Expected.AnyDoor()));
        }
        return events;
    }

    static List<Poison> spliced() {
        List<Poison> events = new ArrayList<>();
        Random random = new Random(6);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(HEADER, EVENT.length);
            int to = random.nextInt(from, EVENT.length);
            events.add(value("with a piece twice " + i,
                    join(Arrays.copyOf(EVENT, to), Arrays.copyOfRange(EVENT, from, EVENT.length)),
                    new Expected.AnyDoor()));
            events.add(value("without a piece " + i,
                    join(Arrays.copyOf(EVENT, from), Arrays.copyOfRange(EVENT, to, EVENT.length)),
                    new Expected.AnyDoor()));
        }
        return events;
    }

    static List<Poison> twice() {
        List<Poison> events = new ArrayList<>();
        for (int times = 1; times <= 15; times++) {
            byte[] many = EVENT;
            for (int time = 1; time < times; time++) {
                many = join(many, EVENT);
            }
            // Bytes after an event are not read, because Avro's encoding has no end mark.
            events.add(value("an event %d times".formatted(times), many, Poison.title("scored")));
        }
        return events;
    }

    private static byte[] header() {
        return Arrays.copyOf(EVENT, HEADER);
    }

    /** A number in Avro's zig-zag encoding. */
    static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long left = value << 1 ^ value >> 63;; left >>>= 7) {
            if ((left & ~0x7fL) == 0) {
                out.write((int) left);
                return out.toByteArray();
            }
            out.write((int) (left & 0x7f | 0x80));
        }
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] other = bytes.clone();
        other[at] = (byte) value;
        return other;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
