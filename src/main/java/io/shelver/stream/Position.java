// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/**
 * How far a partition of the uploads was read, as the store of the slots remembers it.
 *
 * @param topic
 *            the id of the topic; {@link Uuid#ZERO_UUID} if it is not known
 * @param next
 *            the offset after the last upload that was read
 */
record Position(Uuid topic, long next) {
    private static final byte VERSION = 1;

    byte[] toBytes() {
        return ByteBuffer.allocate(1 + 3 * Long.BYTES).put(VERSION).putLong(topic.getMostSignificantBits())
                .putLong(topic.getLeastSignificantBits()).putLong(next).array();
    }

    static Position from(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "a position is in format %d, and this release knows format %d only; start the release that wrote it"
                            .formatted(version, VERSION));
        }
        return new Position(new Uuid(in.getLong(), in.getLong()), in.getLong());
    }

    /** Whether it is about this topic, as far as both ids are known. A topic that is made again has another id. */
    boolean isOf(Uuid id) {
        return topic.equals(id) || topic.equals(Uuid.ZERO_UUID) || id.equals(Uuid.ZERO_UUID);
    }
}
