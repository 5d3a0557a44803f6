// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of a door that share its records (KIP-932), with the settings that the documents tell. */
@Timeout(120)
class ShareGroupIT {
    private static final String GROUP = "catalogue";

    @Test
    void aShareGroupReadsCommittedOutcomesFromTheBeginning() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            StreamSettings settings = Streams.settings("shared", broker.bootstrapServers());
            Streams.createTopics(settings);
            abort(settings);
            try (UploadFeed feed = new UploadFeed(settings)) {
                feed.send(utf8("a"), bytes(sure("a")));
            }
            ShelverStreams streams = Streams.start(settings, new FakeClassifier());
            Deliveries.await(settings, 1, Duration.ofSeconds(60));
            assertThat(streams.close(Duration.ofSeconds(60))).isTrue();

            assertThat(read(settings)).containsExactly("a");
        }
    }

    /** What no reader of committed records sees. */
    private static void abort(StreamSettings settings) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.bootstrapServers(), "transactional.id", "aborted"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(settings.topics().categories(), utf8("aborted"), utf8("x"))).get();
            producer.abortTransaction();
        }
    }

    private static List<String> read(StreamSettings settings) throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, GROUP);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(group, List.of(set("share.auto.offset.reset", "earliest"),
                    set("share.isolation.level", "read_committed")))).all().get();
        }
        List<String> keys = new ArrayList<>();
        try (ShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", settings.bootstrapServers(), "group.id", GROUP),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(settings.topics().categories()));
            Instant until = Instant.now().plusSeconds(60);
            while (keys.isEmpty() && Instant.now().isBefore(until)) {
                consumer.poll(Duration.ofMillis(500))
                        .forEach(record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
            }
        }
        return keys;
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
