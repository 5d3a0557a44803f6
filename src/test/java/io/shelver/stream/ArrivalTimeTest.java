// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalTimeTest {
    private final ArrivalTime time = new ArrivalTime(InstantSource.fixed(Instant.ofEpochMilli(1_000)));

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 77, 1_790_000_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE})
    void whateverClockAnUploadCameWithItArrivesNow(long timestamp) {
        ConsumerRecord<Object, Object> record = sentAt(timestamp);

        assertThat(time.extract(record, 500)).isEqualTo(1_000);

        Record<byte[], byte[]> processed = new Record<>(new byte[0], new byte[0], 1_000, record.headers());
        assertThat(ArrivalTime.takeUploadTimestamp(processed)).isEqualTo(timestamp);
        assertThat(processed.headers()).isEmpty();
    }

    private static ConsumerRecord<Object, Object> sentAt(long timestamp) {
        return new ConsumerRecord<>("t", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, "k", "v",
                new RecordHeaders(), Optional.empty());
    }
}
