// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The place of a record in Kafka. */
public record Coordinates(String topic, int partition, long offset) {
    /** The header in which {@code replay} keeps the topic where an upload stood first. */
    public static final String ORIGIN_TOPIC = "shelver.origin.topic";
    public static final String ORIGIN_PARTITION = "shelver.origin.partition";
    public static final String ORIGIN_OFFSET = "shelver.origin.offset";

    /** The coordinates in the origin headers, if all three are there and legal. */
    public static Optional<Coordinates> origin(Headers headers) {
        return from(headers, ORIGIN_TOPIC, ORIGIN_PARTITION, ORIGIN_OFFSET);
    }

    /** The coordinates in three headers of these names, if all three are there and legal. */
    public static Optional<Coordinates> from(Headers headers, String topicName, String partitionName,
            String offsetName) {
        Optional<String> topic = text(headers, topicName);
        Optional<Long> partition = text(headers, partitionName).flatMap(Coordinates::number);
        Optional<Long> offset = text(headers, offsetName).flatMap(Coordinates::number);
        if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty() || partition.get() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new Coordinates(topic.get(), partition.get().intValue(), offset.get()));
    }

    /** Writes these coordinates into the origin headers, in place of what they hold. */
    public void setAsOrigin(Headers headers) {
        set(headers, ORIGIN_TOPIC, topic);
        set(headers, ORIGIN_PARTITION, String.valueOf(partition));
        set(headers, ORIGIN_OFFSET, String.valueOf(offset));
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The last header of this name, as UTF-8; empty if it is missing or has no value. */
    public static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** {@code topic-partition@offset}. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
