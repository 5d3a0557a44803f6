// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Kafka's properties as variables of the environment. */
final class KafkaVariables {
    private KafkaVariables() {
    }

    static Map<String, String> of(Map<String, String> properties) {
        Map<String, String> variables = new HashMap<>();
        properties.forEach((name, value) -> variables.put("KAFKA_" + name.replace("_", "__").replace("-", "___")
                .replace('.', '_').toUpperCase(Locale.ROOT), value));
        return variables;
    }
}
