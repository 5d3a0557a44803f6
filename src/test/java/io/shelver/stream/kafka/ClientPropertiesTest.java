// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.shelver.stream.Streams;
import java.util.Map;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {
    private static final String ALLOWED = BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG;

    @AfterEach
    void forget() {
        System.clearProperty(ALLOWED);
    }

    @Test
    void anOverrideWithAPrefixReachesItsOwnKindOfClientOnlyAndWins() {
        StreamSettings settings = settings(Map.of("retries", "1", "producer.retries", "2", "consumer.max.poll.records",
                "3", "topic.retention.ms", "4", "restore.consumer.fetch.max.bytes", "5"));

        assertThat(ClientProperties.ofProducer(settings, "sender")).containsOnly(entry("retries", "2"),
                entry("bootstrap.servers", "nowhere:1"), entry("client.id", "shelver-sender"));
        assertThat(ClientProperties.ofAdmin(settings, "topics")).containsOnly(entry("retries", "1"),
                entry("bootstrap.servers", "nowhere:1"), entry("client.id", "shelver-topics"));
        assertThat(ClientProperties.ofConsumer(settings, "doors")).containsOnly(entry("retries", "1"),
                entry("max.poll.records", "3"), entry("bootstrap.servers", "nowhere:1"),
                entry("client.id", "shelver-doors"));
    }

    @Test
    void theProtocolOfTheStreamsGroupIsNotOfAConsumerThatIsInNone() {
        assertThat(ClientProperties.ofConsumer(settings(Map.of("group.protocol", "streams")), "doors"))
                .doesNotContainKey("group.protocol");
    }

    @Test
    void aTokenEndpointThatTheOperatorNamesIsAllowed() {
        ClientProperties.allowTokenEndpoints(Map.of("sasl.oauthbearer.token.endpoint.url", "https://a/token",
                "consumer.sasl.oauthbearer.token.endpoint.url", "https://b/token", "ssl.protocol", "TLSv1.3"));

        assertThat(System.getProperty(ALLOWED)).isEqualTo("https://a/token,https://b/token");
    }

    @Test
    void anAllowanceThatTheOperatorGaveStands() {
        System.setProperty(ALLOWED, "https://only/token");

        ClientProperties.allowTokenEndpoints(Map.of("sasl.oauthbearer.token.endpoint.url", "https://a/token"));

        assertThat(System.getProperty(ALLOWED)).isEqualTo("https://only/token");
    }

    private static StreamSettings settings(Map<String, String> overrides) {
        StreamSettings plain = Streams.plain("nowhere:1");
        return new StreamSettings(plain.applicationId(), plain.bootstrapServers(), plain.topics(), plain.threads(),
                plain.slots(), plain.linger(), plain.batchDeadline(), overrides);
    }
}
