// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster says of its brokers.
 *
 * @param metadataVersion
 *            the level of {@code metadata.version}; 0 if the cluster has none
 * @param config
 *            the settings of one broker by Kafka's names; null if we may not read them
 * @param quotas
 *            the least limit of each kind that applies to our clients, by Kafka's names; empty if we may not know them
 */
record BrokerFacts(int metadataVersion, @Nullable Map<String, String> config, Map<String, Double> quotas) {

    long number(String setting, long unknown) {
        String value = config == null ? null : config.get(setting);
        return value == null ? unknown : Long.parseLong(value);
    }
}
