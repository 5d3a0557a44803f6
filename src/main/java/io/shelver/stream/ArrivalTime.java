// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gives every upload the present time. What Kafka Streams writes while it processes an upload has the upload's time: a wrong clock of
 * a producer would decide when the brokers delete our records, or make them refuse one. The timestamp with which the upload came
 * travels in a header as far as its admission.
 */
record ArrivalTime(InstantSource clock) implements TimestampExtractor {
    private static final String CAME_WITH = "shelver.upload.came.with";

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        record.headers().remove(CAME_WITH);
        record.headers().add(CAME_WITH, ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array());
        return clock.millis();
    }

    /** The timestamp with which an upload came, in milliseconds since 1970; below 0 if it had none. The header is removed. */
    static long takeUploadTimestamp(Record<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(CAME_WITH);
        if (header == null) {
            return record.timestamp();
        }
        record.headers().remove(CAME_WITH);
        return ByteBuffer.wrap(header.value()).getLong();
    }
}
