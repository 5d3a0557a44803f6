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
import org.junit.jupiter.api.Test;

class ArrivalTimeTest {
    private final ArrivalTime time = new ArrivalTime(InstantSource.fixed(Instant.ofEpochMilli(1_000)));

    @Test
    void anUploadHasItsOwnTime() {
        assertThat(time.extract(sentAt(77), 500)).isEqualTo(77);
    }

    @Test
    void anUploadWithoutATimeArrivesNowInsteadOfStoppingTheStream() {
        assertThat(time.extract(sentAt(-1), 500)).isEqualTo(1_000);
    }

    private static ConsumerRecord<Object, Object> sentAt(long timestamp) {
        return new ConsumerRecord<>("t", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, "k", "v",
                new RecordHeaders(), Optional.empty());
    }
}
