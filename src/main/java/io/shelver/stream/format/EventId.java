// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.events.ProductUploaded;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The event id of an upload and of its outcome: a UUID of version 5 (RFC 9562), the same at every attempt. */
public final class EventId {
    private static final UUID NAMESPACE = UUID.fromString("5b6b3f0e-8a3c-4d57-9c53-1f0f6a6d2e84");

    public static final int MAX_UPLOAD_ID_LENGTH = 256;

    private EventId() {
    }

    /** By the {@code upload_id} of the event, if it has a legal one; else by the place of its record. */
    public static UUID of(ProductUploaded event, SourceRecord source) {
        String chosen = event.getUploadId();
        return chosen == null || !isLegal(chosen) ? of(source) : named("upload:" + chosen);
    }

    /** Whether an {@code upload_id} has 1 to {@value #MAX_UPLOAD_ID_LENGTH} characters. */
    public static boolean isLegal(String uploadId) {
        return !uploadId.isEmpty() && uploadId.length() <= MAX_UPLOAD_ID_LENGTH;
    }

    /** By the place where the record stood first, before any replay; for a record that cannot be read too. */
    public static UUID of(SourceRecord source) {
        return of(Coordinates.origin(source.headers()).orElse(source.at()));
    }

    /** By the place of a record. */
    public static UUID of(Coordinates at) {
        return named("record:" + at.topic() + "/" + at.partition() + "/" + at.offset());
    }

    private static UUID named(String name) {
        return version5(NAMESPACE, name);
    }

    static UUID version5(UUID namespace, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer input = ByteBuffer.allocate(16 + text.length);
        input.putLong(namespace.getMostSignificantBits()).putLong(namespace.getLeastSignificantBits()).put(text);
        ByteBuffer hash = ByteBuffer.wrap(sha1().digest(input.array()));
        long high = hash.getLong() & ~0xF000L | 0x5000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
