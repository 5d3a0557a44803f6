// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.kafka.SecuredBroker;
import io.shelver.testing.Authority;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every way to tell Kafka who we are, and to know who it is, through {@code KAFKA_*} variables. */
@Timeout(120)
class SecurityIT {
    private static final String WHO = "shelver";

    @TempDir
    private static Path folder;
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static SecuredBroker broker;

    private final StringWriter output = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder);
        broker.enrol(List.of(WHO));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void plainScramTokensAndCertificatesAreUnderstood() throws Exception {
        String password = SecuredBroker.password(WHO);

        assertThat(check(broker.saslServers(), broker.withPlain(WHO, password))).isEqualTo(1);
        assertThat(check(broker.saslServers(), broker.withScram(WHO, password))).isEqualTo(1);
        assertThat(check(broker.saslServers(), broker.withToken(WHO, password))).isEqualTo(1);
        assertThat(check(broker.tlsServers(), broker.withCertificate(WHO))).isEqualTo(1);

        // Who may see nothing is told that nothing is there; that is an answer.
        assertThat(output.toString().lines()).hasSize(16).allMatch(line -> line.endsWith("does not exist"));
    }

    @Test
    void aWrongPasswordIsSaidAndNeverShown() throws Exception {
        String wrong = "hunter2-wrong";

        assertThat(check(broker.saslServers(), broker.withPlain(WHO, wrong))).isEqualTo(1);
        assertThat(check(broker.saslServers(), broker.withScram(WHO, wrong))).isEqualTo(1);
        assertThat(check(broker.saslServers(), broker.withToken(WHO, wrong))).isEqualTo(1);

        assertThat(output.toString().lines()).hasSize(3)
                .allMatch(line -> line.contains("Authentication failed") || line.contains("response code 401"));
        assertThat(output.toString()).doesNotContain(wrong);
    }

    @Test
    void anUnreadableJaasConfigurationIsNotQuoted() throws Exception {
        Map<String, String> properties = broker.withScram(WHO, "x");
        properties.put("sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"hun\"ter2\";");

        assertThat(check(broker.saslServers(), properties)).isEqualTo(1);

        assertThat(output.toString()).contains("sasl.jaas.config cannot be read").doesNotContain("ter2");
    }

    @Test
    void aCertificateForAnotherNameIsRefusedWithTheReason() throws Exception {
        String byName = broker.saslServers().replace("127.0.0.1", "localhost");

        assertThat(check(byName, broker.withScram(WHO, SecuredBroker.password(WHO)))).isEqualTo(1);

        assertThat(output.toString()).contains("TLS with Kafka at ").contains("localhost");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedWithTheReason(@TempDir Path other) throws Exception {
        Map<String, String> stranger = broker.withScram(WHO, SecuredBroker.password(WHO));
        stranger.putAll(Authority.in(other).trusted());

        assertThat(check(broker.saslServers(), stranger)).isEqualTo(1);
        assertThat(output.toString()).contains("TLS with Kafka at ").contains("ssl.truststore");
    }

    private int check(String servers, Map<String, String> properties) {
        Map<String, String> environment = KafkaVariables.of(properties);
        environment.put("SHELVER_BOOTSTRAP_SERVERS", servers);
        CommandLine line = ShelverCommand.line(environment);
        line.setOut(new PrintWriter(output, true));
        line.setErr(new PrintWriter(output, true));
        return line.execute("topics", "--check");
    }
}
