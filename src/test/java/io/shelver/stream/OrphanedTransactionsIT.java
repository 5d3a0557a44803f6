// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.testing.Broker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OnEveryBroker;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers of committed records wait for, and what they do not. */
@OnEveryBroker
@Timeout(120)
class OrphanedTransactionsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Longer than the test. The broker itself would not abort a transaction in time. */
    private static final String TEN_MINUTES = "600000";

    private final Broker broker;

    OrphanedTransactionsIT(Broker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void theTransactionOfAnInstanceThatDiedIsAbortedByTheNext(String protocol) throws Exception {
        StreamSettings settings = Streams.settings(broker.unique("orphan"), broker.bootstrapServers(),
                protocol.equals("streams") ? Streams.STREAMS : Streams.CLASSIC);
        Streams.createTopics(settings);
        Topics topics = settings.topics();
        try (KafkaProducer<byte[], byte[]> died = open(settings, UUID.randomUUID() + "-1", topics.categories());
                KafkaProducer<byte[], byte[]> other = open(settings, "replay", topics.deadLetters())) {
            try (UploadFeed feed = new UploadFeed(settings)) {
                feed.send(utf8("a"), bytes(sure("a")));
            }

            ShelverStreams streams = Streams.start(settings, new FakeClassifier());

            assertThat(Deliveries.await(settings, 1, SOON)).extracting(Delivery::key).containsExactly("a");
            assertThatThrownBy(died::commitTransaction).isInstanceOf(ProducerFencedException.class);
            assertThatCode(other::commitTransaction).as("of no instance").doesNotThrowAnyException();
            assertThat(streams.close(SOON)).isTrue();
        }
    }

    /** A producer whose open transaction holds a record of each partition of a topic. */
    private static KafkaProducer<byte[], byte[]> open(StreamSettings settings, String id, String topic)
            throws Exception {
        Map<String, Object> properties = ClientProperties.ofProducer(settings, id);
        properties.put("transactional.id", settings.applicationId() + "-" + id);
        properties.put("transaction.timeout.ms", TEN_MINUTES);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        for (int partition = 0; partition < settings.topics().partitions(); partition++) {
            producer.send(new ProducerRecord<>(topic, partition, utf8("lost"), utf8("lost"))).get();
        }
        return producer;
    }
}
