// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka's own image, in the version of the clients. */
final class KafkaInContainer implements AutoCloseable {
    private final KafkaContainer container = new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion())
            // A start takes seconds, and more on a slow machine. The deadline is for one that hangs.
            .withStartupTimeout(Duration.ofMinutes(4))
            .withEnv(Map.of(
                    // As in the embedded broker: no topic is made by accident, and killed clients are dropped soon.
                    "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
                    "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000",
                    "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4",
                    "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4",
                    "KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "500"));

    KafkaInContainer() {
        container.start();
    }

    String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
