// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTimesTest {

    @ParameterizedTest
    @CsvSource({"bench-a-0b1c-StreamThread-1, stream_threads", "classify-3, classify_threads",
            "shelver-device, device_thread", "shelver-fetch-2, picture_threads",
            "kafka-producer-network-thread | bench-sender, kafka_clients",
            "data-plane-kafka-request-handler-0, broker"})
    void aThreadIsKnownByItsName(String thread, String kind) {
        assertThat(ProcessorTimes.kind(thread)).isEqualTo(kind);
    }

    @Test
    void whatWasUsedSinceThenIsSharedByTheListings() {
        ProcessorTimes then = new ProcessorTimes(0, Map.of("broker", 1_000_000L), 0);
        ProcessorTimes now = new ProcessorTimes(0, Map.of("broker", 5_000_000L, "gc", 2_000_000L), 0);

        assertThat(now.since(then, 2)).containsExactly(Map.entry("broker", 2.0), Map.entry("gc", 1.0));
    }

    @Test
    void theKindsAddUpToTheProcess() {
        ProcessorTimes now = ProcessorTimes.now(Thread.currentThread());

        assertThat(now.byKind()).containsKey("reader");
        assertThat(now.byKind().values().stream().mapToLong(nanos -> nanos).sum())
                .isCloseTo(now.total(), within(now.total() / 4));
    }
}
