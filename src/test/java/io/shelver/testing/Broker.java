// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.util.Map;
import java.util.UUID;

/** The Kafka that a test runs on. Tests may share it, so each needs its own names for topics and applications. */
public interface Broker extends AutoCloseable {
    String bootstrapServers();

    /** A name that no other test has, for an application or as the prefix of a topic's name. */
    default String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Settings of a Shelver that has its own application id and topics. */
    default Map<String, String> environment() {
        String name = unique("shelver");
        return Map.of("SHELVER_BOOTSTRAP_SERVERS", bootstrapServers(), "SHELVER_APPLICATION_ID", name,
                "SHELVER_UPLOADS_TOPIC", name + "-uploads", "SHELVER_CATEGORIES_TOPIC", name + "-categories",
                "SHELVER_REVIEWS_TOPIC", name + "-reviews", "SHELVER_DEAD_LETTERS_TOPIC", name + "-dead-letters");
    }

    @Override
    void close();
}
