// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Streams;
import io.shelver.stream.kafka.StreamSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerRulesTest {
    private static final StreamSettings SETTINGS = Streams.plain("kafka:9092");

    @Test
    void brokersOfTodayAreSound() {
        BrokerFacts today = new BrokerFacts(27, Map.of("transaction.max.timeout.ms", "900000",
                "group.min.session.timeout.ms", "6000", "group.max.session.timeout.ms", "1800000",
                "offsets.retention.minutes", "10080"), Map.of("producer_byte_rate", 1e6));

        assertThat(BrokerRules.of(today, SETTINGS)).isEqualTo(new TopicRules.Findings(List.of(), List.of()));
        assertThat(BrokerRules.of(new BrokerFacts(27, null, Map.of()), SETTINGS))
                .isEqualTo(new TopicRules.Findings(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"transaction.max.timeout.ms, 30000, 'allow transactions of 30,000 ms'",
            "group.min.session.timeout.ms, 7000, 'sessions of 7,000'",
            "group.max.session.timeout.ms, 5000, 'to 5,000 ms'"})
    void whatBrokersDoNotAllowStopsTheStart(String setting, String value, String says) {
        assertThat(BrokerRules.of(new BrokerFacts(27, Map.of(setting, value), Map.of()), SETTINGS).problems())
                .singleElement().asString().contains(says);
    }

    @Test
    void oldBrokersStopTheStart() {
        assertThat(BrokerRules.of(new BrokerFacts(3, null, Map.of()), SETTINGS).problems()).singleElement().asString()
                .contains("older than Kafka 3.3");
    }

    @Test
    void whatMayLoseThePlaceOrTheTimeIsAWarning() {
        BrokerFacts slow = new BrokerFacts(27, Map.of("offsets.retention.minutes", "60"),
                Map.of("producer_byte_rate", 1000.0, "request_percentage", 1.0));

        assertThat(BrokerRules.of(slow, SETTINGS).warnings()).hasSize(2)
                .anyMatch(each -> each.contains("offsets.retention.minutes"))
                .anyMatch(each -> each.contains("producer_byte_rate"));
    }
}
