// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.clients;

import io.shelver.stream.kafka.Readers;
import io.shelver.stream.kafka.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** Reads and counts what is committed at the three doors, from the first record on, without decoding it. */
public final class CommittedOutcomes implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private long records;
    private long bytes;

    private CommittedOutcomes(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Opens at the first records of topics that exist. */
    public static CommittedOutcomes open(StreamSettings settings) {
        return new CommittedOutcomes(Readers.atFirst(settings, "counted", IsolationLevel.READ_COMMITTED,
                settings.topics().ofDoors()));
    }

    /** The keys of the outcomes since the last call. Waits for the first, at most for the timeout. */
    public List<String> poll(Duration timeout) {
        List<String> keys = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            keys.add(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8));
            records++;
            bytes += record.serializedValueSize();
        }
        return keys;
    }

    /** The mean size of the values so far, in bytes; 0 before the first. */
    public int meanBytes() {
        return records == 0 ? 0 : Math.toIntExact(bytes / records);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
