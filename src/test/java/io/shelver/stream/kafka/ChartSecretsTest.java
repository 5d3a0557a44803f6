// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shelver.helm.Chart;
import io.shelver.stream.Streams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartSecretsTest {

    @Test
    void kafkasClientsReadTheFilesOfTheMountedSecret(@TempDir Path secret) throws Exception {
        Files.writeString(secret.resolve("sasl.jaas.config"), "the login");
        Map<String, String> overrides = new HashMap<>();
        for (Map.Entry<String, JsonNode> variable : Chart.of("secured").the("ConfigMap").path("data").properties()) {
            if (variable.getKey().startsWith("KAFKA_")) {
                overrides.put(variable.getKey().substring(6).toLowerCase(Locale.ROOT).replace('_', '.'),
                        variable.getValue().asText().replace("/etc/shelver/kafka", secret.toString()));
            }
        }
        StreamSettings settings = new StreamSettings("shelver", "nowhere:1", Streams.topics(), 2, 32,
                Duration.ofMillis(20), Duration.ofSeconds(10), overrides);

        AdminClientConfig config = new AdminClientConfig(ClientProperties.ofAdmin(settings, "test"));

        assertThat(config.getPassword("sasl.jaas.config")).isEqualTo(new Password("the login"));
        assertThat(config.getString("ssl.truststore.location")).isEqualTo(secret + "/ca.crt");
    }
}
