// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.testing.Broker;
import io.shelver.testing.FixtureBundle;
import io.shelver.testing.OnEveryBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The commands on a Kafka that was there before. */
@OnEveryBroker
@Timeout(120)
class YourKafkaIT {
    private final Map<String, String> environment;
    private final String servers;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    YourKafkaIT(Broker broker) {
        environment = new HashMap<>(broker.environment());
        environment.put("SHELVER_BUNDLE", FixtureBundle.SINGLE.toString());
        servers = broker.bootstrapServers();
    }

    @Test
    void topicsAreCheckedThenCreatedThenAsTheyShouldBe() {
        assertThat(run("topics", "--check")).isEqualTo(1);
        assertThat(run("topics")).isZero();
        assertThat(run("topics", "--check")).isZero();

        String uploads = environment.get("SHELVER_UPLOADS_TOPIC");
        assertThat(out.toString()).contains("PROBLEM the topic " + uploads + " does not exist", "created " + uploads)
                .endsWith("the topics are as they should be%n".formatted());
    }

    @Test
    void theDemoRunsOnceAndNotOnUploadsThatAreThereAlready() {
        assertThat(run("demo", "--exit", "--bootstrap-servers", servers)).isZero();
        assertThat(out.toString()).contains("Every upload left by exactly one door.");

        assertThat(run("demo", "--exit", "--bootstrap-servers", servers)).isEqualTo(1);
        assertThat(err.toString()).contains("holds uploads already");
    }

    private int run(String... arguments) {
        CommandLine line = ShelverCommand.line(environment);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
