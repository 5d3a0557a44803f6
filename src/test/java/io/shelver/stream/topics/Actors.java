// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.unsure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Deliveries;
import io.shelver.stream.Delivery;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.SecuredBroker;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.letters.LetterFilter;
import io.shelver.stream.letters.Replay;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What each principal does with the topics, as itself. */
record Actors(SecuredBroker broker, StreamSettings settings) {
    private static final Duration SOON = Duration.ofSeconds(30);

    StreamSettings classifier() throws Exception {
        return broker.as(Principal.CLASSIFIER, settings);
    }

    Admin admin(Principal principal) throws Exception {
        return Admin.create(ClientProperties.ofAdmin(broker.as(principal, settings), "probe"));
    }

    List<Delivery> deliveries() throws Exception {
        return Deliveries.all(broker.asAdmin(settings));
    }

    TopicReport topics(Principal principal) throws Exception {
        try (TopicAdmin admin = TopicAdmin.open(broker.as(principal, settings), SOON)) {
            return admin.create();
        }
    }

    /** One upload for each door. */
    void feed() throws Exception {
        try (UploadFeed feed = new UploadFeed(broker.as(Principal.PIPELINE, settings))) {
            feed.send(utf8("good"), bytes(sure("good")));
            feed.send(utf8("doubtful"), bytes(unsure("doubtful")));
            feed.send(utf8("broken"), utf8("not Avro"));
        }
    }

    /** As {@code run} does it. */
    Optional<String> startAndWork(int outcomes) throws Exception {
        try {
            TopicReport report = topics(Principal.CLASSIFIER);
            Optional<String> said = Stream.concat(report.problems().stream(), report.warnings().stream()).findFirst();
            return said.isPresent() ? said : work(outcomes);
        } catch (StreamException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Why the classifier stopped before there were so many outcomes; empty if it did not. */
    Optional<String> work(int outcomes) throws Exception {
        ShelverStreams streams = ShelverStreams.of(classifier(), SingleObjectFormat.ofThisRelease(),
                new FakeClassifier(),
                FakeClassifier.TAXONOMY, InstantSource.system(), StreamListener.NONE);
        try (Deliveries deliveries = new Deliveries(broker.asAdmin(settings), delivery -> {
        })) {
            streams.start();
            streams.awaitRunning(SOON);
            Instant until = Instant.now().plus(SOON);
            while (deliveries.count() < outcomes && streams.failure().isEmpty()) {
                assertThat(Instant.now()).as("%d of %d outcomes", deliveries.count(), outcomes).isBefore(until);
                deliveries.poll();
            }
            streams.close(SOON);
            return streams.diagnosis();
        }
    }

    List<ConsumerRecord<byte[], byte[]>> read(Principal principal, String topic, int count) throws Exception {
        Map<String, Object> properties = ClientProperties.ofConsumer(broker.as(principal, settings), "reader");
        if (principal == Principal.CATALOGUE || principal == Principal.REVIEWS) {
            properties.put("group.id", principal.key());
        }
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            if (properties.get("group.id") == null) {
                consumer.assign(consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition())).toList());
            } else {
                consumer.subscribe(List.of(topic));
            }
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Instant until = Instant.now().plus(SOON);
            while (records.size() < count && Instant.now().isBefore(until)) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    void replay() throws Exception {
        try (Replay replay = Replay.open(broker.as(Principal.OPERATOR, settings))) {
            replay.run(LetterFilter.ALL, Long.MAX_VALUE, (letter, fate) -> {
            });
        }
    }

    KafkaProducer<byte[], byte[]> producer(Principal principal) throws Exception {
        Map<String, Object> properties = ClientProperties.ofProducer(broker.as(principal, settings), "writer");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
