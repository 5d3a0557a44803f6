// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Classifier;
import io.shelver.settings.Setting;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** The stream as tests run it: small, and quick to see that somebody was killed. */
public final class Streams {
    public static final Map<String, String> CLASSIC = Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms",
            "500",
            "transaction.timeout.ms", "3000");
    public static final Map<String, String> STREAMS = Map.of("group.protocol", "streams", "transaction.timeout.ms",
            "3000");

    /** The classic protocol with the timeouts that Shelver sets. */
    public static final Map<String, String> DEFAULTS = Map.of();
    /** The streams protocol with the timeouts that Shelver sets. */
    public static final Map<String, String> STREAMS_DEFAULTS = Map.of("group.protocol", "streams");

    private Streams() {
    }

    public static Topics topics() {
        return topics("");
    }

    private static Topics topics(String prefix) {
        return new Topics(prefix + Setting.SHELVER_UPLOADS_TOPIC.byDefault(),
                prefix + Setting.SHELVER_CATEGORIES_TOPIC.byDefault(),
                prefix + Setting.SHELVER_REVIEWS_TOPIC.byDefault(),
                prefix + Setting.SHELVER_DEAD_LETTERS_TOPIC.byDefault(), 6, Topics.BROKERS_REPLICATION, 4 << 20);
    }

    /** What a deployment would have. */
    public static StreamSettings plain(String bootstrapServers) {
        return new StreamSettings("shelver", bootstrapServers, topics(), 2, 32, Duration.ofMillis(20),
                Duration.ofSeconds(10), Map.of());
    }

    public static StreamSettings settings(String bootstrapServers) {
        return settings(bootstrapServers, CLASSIC);
    }

    /** With names that no other test has. */
    static StreamSettings settings(Broker broker) {
        return settings(broker.unique("test"), broker.bootstrapServers());
    }

    /** With topics whose names begin with the application's. */
    public static StreamSettings settings(String applicationId, String bootstrapServers) {
        return settings(applicationId, bootstrapServers, CLASSIC);
    }

    public static StreamSettings settings(String applicationId, String bootstrapServers,
            Map<String, String> overrides) {
        return settings(applicationId, bootstrapServers, topics(applicationId + "-"), overrides);
    }

    public static StreamSettings settings(String bootstrapServers, Map<String, String> overrides) {
        return settings("shelver-test", bootstrapServers, topics(), overrides);
    }

    private static StreamSettings settings(String applicationId, String bootstrapServers, Topics topics,
            Map<String, String> overrides) {
        return new StreamSettings(applicationId, bootstrapServers, topics.withPartitions(4), 2, 32,
                Duration.ofMillis(20), Duration.ofSeconds(5), overrides);
    }

    /** Under {@code group.protocol=streams} the session is the group's: the brokers are told what the settings say. */
    public static void setSession(StreamSettings settings) throws Exception {
        String session = String.valueOf(settings.sessionTimeout().toMillis());
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.applicationId());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(group, List.of(
                    set("streams.session.timeout.ms", session), set("streams.heartbeat.interval.ms", "500")))).all()
                    .get();
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    public static void createTopics(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, Duration.ofSeconds(20))) {
            assertThat(admin.create().problems()).isEmpty();
        }
    }

    public static ShelverStreams start(StreamSettings settings, Classifier classifier) throws InterruptedException {
        return start(settings, classifier, StreamListener.NONE);
    }

    static ShelverStreams start(StreamSettings settings, Classifier classifier, StreamListener listener)
            throws InterruptedException {
        ShelverStreams streams = ShelverStreams.of(settings, SingleObjectFormat.ofThisRelease(), classifier,
                FakeClassifier.TAXONOMY, InstantSource.system(), listener);
        streams.start();
        assertThat(streams.awaitRunning(Duration.ofSeconds(60))).isTrue();
        return streams;
    }
}
