// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.settings.ServiceSettings;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the Kafka cluster, and the settings that go with it. */
final class KafkaOption {
    @Option(names = "--bootstrap-servers", description = "The Kafka cluster; default: SHELVER_BOOTSTRAP_SERVERS.")
    private Optional<String> bootstrapServers = Optional.empty();

    /** The settings of a command that serves no HTTP. */
    ServiceSettings settings(Map<String, String> environment) {
        return ServiceSettings.from(environment, bootstrapServers);
    }

    /** The settings of a command that serves HTTP. */
    ServiceSettings serving(Map<String, String> environment) {
        return ServiceSettings.serving(environment, bootstrapServers);
    }
}
