// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A record of the uploads topic as it came. The arrays belong to Kafka and must not be changed. */
public final class SourceRecord {
    private final Coordinates at;
    private final long timestamp;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final Headers headers;

    public SourceRecord(Coordinates at, long timestamp, byte @Nullable [] key, byte @Nullable [] value,
            Headers headers) {
        this.at = at;
        this.timestamp = timestamp;
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    public Coordinates at() {
        return at;
    }

    /** The time that its producer or its broker gave it, in milliseconds since 1970; below 0 if it has none. It may be any. */
    public long timestamp() {
        return timestamp;
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value;
    }

    public Headers headers() {
        return headers;
    }

    /** An upper bound of the bytes on the wire, before compression. */
    public int bytes() {
        return bytes(key, value, headers);
    }

    public static int bytes(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        // Lengths in a record are varints of up to five bytes; a batch of one adds 61, its timestamp and offset 20.
        int bytes = 100 + length(key) + length(value);
        for (Header header : headers) {
            bytes += 10 + 3 * header.key().length() + length(header.value());
        }
        return bytes;
    }

    /** Empty headers to add to; Kafka's own class of them is not public. */
    public static Headers noHeaders() {
        return new Record<>(new byte[0], new byte[0], 0).headers();
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
