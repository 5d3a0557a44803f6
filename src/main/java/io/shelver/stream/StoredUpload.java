// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * An upload that waits for its batch, as the store of {@link Slots} and its changelog keep it. It holds the whole record, because
 * a timer of Kafka Streams has no record at hand.
 *
 * @param arrival
 *            the number of the upload in the order of arrival, from 0; the slot of an upload says nothing about that order
 */
record StoredUpload(long arrival, SourceRecord source) {
    // A new format must be read by the release before the one that writes it: both run during a rolling upgrade.
    private static final byte VERSION = 1;
    private static final int NULL = -1;

    byte[] toBytes() {
        byte[] topic = utf8(source.at().topic());
        ByteBuffer out = ByteBuffer.allocate(64 + topic.length + source.bytes());
        out.put(VERSION).putLong(arrival);
        put(out, topic);
        out.putInt(source.at().partition()).putLong(source.at().offset()).putLong(source.timestamp());
        put(out, source.key());
        put(out, source.value());
        Header[] headers = source.headers().toArray();
        out.putInt(headers.length);
        for (Header header : headers) {
            put(out, utf8(header.key()));
            put(out, header.value());
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    static StoredUpload from(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "a waiting upload is in format %d, and this release knows format %d only; start the release that wrote it"
                            .formatted(version, VERSION));
        }
        long arrival = in.getLong();
        Coordinates at = new Coordinates(text(in), in.getInt(), in.getLong());
        return new StoredUpload(arrival, new SourceRecord(at, in.getLong(), bytes(in), bytes(in), headers(in)));
    }

    private static Headers headers(ByteBuffer in) {
        Headers headers = SourceRecord.noHeaders();
        for (int left = in.getInt(); left > 0; left--) {
            headers.add(text(in), bytes(in));
        }
        return headers;
    }

    private static void put(ByteBuffer out, byte @Nullable [] bytes) {
        if (bytes == null) {
            out.putInt(NULL);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }

    private static byte @Nullable [] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length == NULL) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = bytes(in);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
