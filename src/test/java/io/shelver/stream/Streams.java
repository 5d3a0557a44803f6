// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Classifier;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The stream as tests run it: small, and quick to see that somebody was killed. */
final class Streams {
    private Streams() {
    }

    static Topics topics() {
        return topics("");
    }

    private static Topics topics(String prefix) {
        return new Topics(prefix + "product-uploads", prefix + "product-categories", prefix + "category-reviews",
                prefix + "product-uploads-dead-letters", 6, Topics.BROKERS_REPLICATION, 4 << 20);
    }

    /** What a deployment would have. */
    static StreamSettings plain(String bootstrapServers) {
        return new StreamSettings("shelver", bootstrapServers, topics(), 2, 32, Duration.ofMillis(20),
                Duration.ofSeconds(10), Map.of());
    }

    static StreamSettings settings(String bootstrapServers) {
        return settings("shelver-test", bootstrapServers, topics());
    }

    /** With names that no other test has. */
    static StreamSettings settings(Broker broker) {
        return settings(broker.unique("test"), broker.bootstrapServers());
    }

    /** With topics whose names begin with the application's. */
    static StreamSettings settings(String applicationId, String bootstrapServers) {
        return settings(applicationId, bootstrapServers, topics(applicationId + "-"));
    }

    private static StreamSettings settings(String applicationId, String bootstrapServers, Topics topics) {
        return new StreamSettings(applicationId, bootstrapServers, topics.withPartitions(4), 2, 32,
                Duration.ofMillis(20), Duration.ofSeconds(5), Map.of("session.timeout.ms", "2000",
                        "heartbeat.interval.ms", "500", "transaction.timeout.ms", "3000"));
    }

    static void createTopics(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, Duration.ofSeconds(20))) {
            assertThat(admin.create().problems()).isEmpty();
        }
    }

    static ShelverStreams start(StreamSettings settings, Classifier classifier) throws InterruptedException {
        ShelverStreams streams = ShelverStreams.of(settings, SingleObjectFormat.ofThisRelease(), classifier,
                FakeClassifier.TAXONOMY, InstantSource.system(), StreamListener.NONE);
        streams.start();
        assertThat(streams.awaitRunning(Duration.ofSeconds(60))).isTrue();
        return streams;
    }
}
