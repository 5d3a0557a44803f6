// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import static org.assertj.core.api.Assertions.assertThat;

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
    void whatWasUsedSinceThenAddsUpToTheProcess() {
        ProcessorTimes then = new ProcessorTimes(10_000_000, Map.of("a", used("broker", 1_000_000)), 0);
        ProcessorTimes now = new ProcessorTimes(20_000_000,
                Map.of("a", used("broker", 5_000_000), "b", used("gc", 2_000_000)), 0);

        assertThat(now.since(then, 2)).containsExactly(Map.entry("broker", 2.0), Map.entry("gc", 1.0),
                Map.entry("native_pools", 2.0));
    }

    @Test
    void aThreadThatEndsTakesNothingFromOthersOfItsKind() {
        ProcessorTimes then = new ProcessorTimes(9_000_000,
                Map.of("ends", used("broker", 8_000_000), "stays", used("broker", 1_000_000)), 0);
        ProcessorTimes now = new ProcessorTimes(12_000_000, Map.of("stays", used("broker", 4_000_000)), 0);

        assertThat(now.since(then, 1)).containsExactly(Map.entry("broker", 3.0), Map.entry("native_pools", 0.0));
    }

    @Test
    void theReaderIsKnown() {
        ProcessorTimes now = ProcessorTimes.now(Thread.currentThread());

        assertThat(now.threads().values()).extracting(ProcessorTimes.Used::kind).contains("reader");
        assertThat(now.total()).isPositive();
    }

    private static ProcessorTimes.Used used(String kind, long nanos) {
        return new ProcessorTimes.Used(kind, nanos);
    }
}
