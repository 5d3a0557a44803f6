// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka's own image, of the version that the clients have. */
final class KafkaInContainer implements AutoCloseable {
    private final KafkaContainer container = new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion())
            // A deadline for when it hangs; it takes seconds, and longer where everything is slow.
            .withStartupTimeout(Duration.ofMinutes(4))
            .withEnv(Map.of(
                    // What the embedded broker has: no topic by accident, and clients that were killed are given up soon.
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
