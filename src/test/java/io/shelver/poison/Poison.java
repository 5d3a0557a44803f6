// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import io.shelver.events.ProductUploaded;
import io.shelver.testing.Uploads;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One hostile record to send.
 *
 * @param key
 *            the key of the record; null for none
 * @param value
 *            the value of the record; null for none
 * @param headers
 *            the headers of the record; their values may be null
 * @param timestamp
 *            the timestamp of the record, in milliseconds; null to let the producer set it
 */
public record Poison(String name, byte[] key, byte[] value, List<Map.Entry<String, byte[]>> headers, Long timestamp,
        Expected expected) {
    private static final String ID = "poison";
    static final String TITLE = "Nike Men Blue Tshirt";

    /** The outcome that the record must have. */
    public sealed interface Expected {
        /** A dead letter of one of these classes. */
        record DeadLetter(List<String> classes) implements Expected {}

        /** Categorized or reviewed, with these kinds of evidence by modality, and a reason with these words. */
        record Decided(String modality, List<String> kinds, String why) implements Expected {}

        /** Any one door. */
        record AnyDoor() implements Expected {}
    }

    static Expected deadLetter(String... classes) {
        return new Expected.DeadLetter(List.of(classes));
    }

    /** The picture is unreadable, and the title decides. */
    static Expected unreadable(String why) {
        return new Expected.Decided("image", List.of("unreadable"), why);
    }

    static Expected picture(String... kinds) {
        return new Expected.Decided("image", List.of(kinds), "");
    }

    static Expected title(String... kinds) {
        return new Expected.Decided("title", List.of(kinds), "");
    }

    static Poison value(String name, byte[] value, Expected expected) {
        return new Poison(name, bytes(ID), value, List.of(), null, expected);
    }

    static Poison picture(String name, byte[] encoded, Expected expected) {
        return value(name, event(TITLE, encoded), expected);
    }

    static Poison titled(String name, String title, Expected expected) {
        return value(name, event(title, null), expected);
    }

    static Poison described(String name, String description, Expected expected) {
        return value(name, Uploads.bytes(upload(TITLE).setDescription(description).build()), expected);
    }

    Poison withKey(byte[] other) {
        return new Poison(name, other, value, headers, timestamp, expected);
    }

    Poison withHeaders(List<Map.Entry<String, byte[]>> others) {
        return new Poison(name, key, value, others, timestamp, expected);
    }

    Poison withTimestamp(long other) {
        return new Poison(name, key, value, headers, other, expected);
    }

    static ProductUploaded.Builder upload(String title) {
        return Uploads.upload(ID).setTitle(title);
    }

    /** An event that is legal except for its content. */
    static byte[] event(String title, byte[] picture) {
        return Uploads.bytes(upload(title).setImage(picture == null ? null : ByteBuffer.wrap(picture)).build());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The listing that the record is about, for messages. */
    @Override
    public String toString() {
        return name;
    }
}
