// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPropertiesTest {

    @Test
    void exactlyOnceIsNotASetting() {
        assertThatThrownBy(() -> StreamProperties.of(settings(Map.of("processing.guarantee", "at_least_once"))))
                .hasMessageContaining("processing.guarantee").hasMessageContaining("KAFKA_PROCESSING_GUARANTEE");
    }

    @Test
    void anOverrideReachesTheClientsWithAndWithoutPrefix() {
        StreamsConfig config = new StreamsConfig(StreamProperties.of(
                settings(Map.of("session.timeout.ms", "7000", "producer.max.request.size", "9000000"))));

        assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("session.timeout.ms", "7000");
        assertThat(config.getProducerConfigs("p")).containsEntry("max.request.size", "9000000");
    }

    @Test
    void theTransactionOutlivesThreeBatchesAndThePollIntervalTheTransaction() {
        Properties properties = StreamProperties.of(settings(Map.of()));

        assertThat(Long.parseLong(properties.getProperty("transaction.timeout.ms"))).isEqualTo(3 * 10_000 + 5_000);
        assertThat(Long.parseLong(properties.getProperty("max.poll.interval.ms"))).isGreaterThan(35_000);
    }

    /** Kafka Streams compares the two, and looks for the timeout only under the producer's prefix. */
    @Test
    void theCommitIntervalMayBeAsLongAsTheTransaction() {
        StreamsConfig config = new StreamsConfig(
                StreamProperties.of(settings(Map.of("commit.interval.ms", "30000"))));

        assertThat(config.getProducerConfigs("p")).containsEntry("transaction.timeout.ms", "35000");
    }

    @Test
    void aTransactionTimeoutOfTheOperatorWinsWithAndWithoutPrefix() {
        for (String name : List.of("transaction.timeout.ms", "producer.transaction.timeout.ms")) {
            StreamsConfig config = new StreamsConfig(StreamProperties.of(settings(Map.of(name, "50000"))));

            assertThat(config.getProducerConfigs("p")).as(name).containsEntry("transaction.timeout.ms", "50000");
        }
    }

    @Test
    void theProducerTakesWhatTheOutcomeTopicsTake() {
        StreamsConfig config = new StreamsConfig(StreamProperties.of(settings(Map.of())));

        assertThat(config.getProducerConfigs("p")).containsEntry("max.request.size", "5242880")
                .containsEntry("transaction.timeout.ms", "35000");
    }

    @Test
    void aMemberThatComesBackGetsItsShareAtOnce() {
        Properties properties = StreamProperties.of(settings(Map.of()));

        assertThat(properties.getProperty("acceptable.recovery.lag")).isEqualTo(String.valueOf(Long.MAX_VALUE));
    }

    @Test
    void aRebalanceIsHeardOfWithinHalfASecond() {
        StreamsConfig config = new StreamsConfig(StreamProperties.of(settings(Map.of())));

        assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("heartbeat.interval.ms", "500");
    }

    @Test
    void underTheStreamsProtocolTheSessionIsTheGroups() {
        StreamsConfig config = new StreamsConfig(StreamProperties.of(settings(Map.of("group.protocol", "streams"))));

        assertThat(config.getMainConsumerConfigs("g", "c", 0)).doesNotContainKeys("session.timeout.ms",
                "heartbeat.interval.ms", "group.instance.id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.timeout.ms", "consumer.session.timeout.ms", "main.consumer.heartbeat.interval.ms",
            "group.instance.id", "num.standby.replicas"})
    void whatTheStreamsProtocolWouldIgnoreIsRefused(String name) {
        StreamSettings settings = settings(Map.of("group.protocol", "streams", name, "1"));

        assertThatThrownBy(() -> StreamProperties.of(settings)).hasMessageContaining(name)
                .hasMessageContaining("group.protocol=streams").hasMessageContaining("streams.session.timeout.ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"group.instance.id", "consumer.group.instance.id", "main.consumer.group.instance.id"})
    void whoHasANameInTheGroupIsAStaticMember(String name) {
        assertThat(StreamProperties.staticMember(settings(Map.of(name, "pod-0")))).isTrue();
        assertThat(StreamProperties.staticMember(settings(Map.of("session.timeout.ms", "1")))).isFalse();
    }

    @Test
    void aProducerHasMemoryForTheLargestOutcome() {
        Topics topics = new Topics("u", "c", "r", "d", 1, (short) 1, 48 << 20);
        Properties properties = StreamProperties.of(settings(Map.of()).withTopics(topics));

        assertThat(Long.parseLong(properties.getProperty("buffer.memory"))).isGreaterThan(topics.maxOutcomeBytes());
    }

    @Test
    void aPollBringsNoMoreThanABatch() {
        assertThat(StreamProperties.of(settings(Map.of())).getProperty("max.poll.records")).isEqualTo("32");
    }

    private static StreamSettings settings(Map<String, String> overrides) {
        return new StreamSettings("shelver", "nowhere:1", Streams.topics(), 2, 32, Duration.ofMillis(20),
                Duration.ofSeconds(10), overrides);
    }
}
