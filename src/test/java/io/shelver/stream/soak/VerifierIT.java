// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.stream.Deliveries;
import io.shelver.stream.Delivery;
import io.shelver.stream.Streams;
import io.shelver.stream.UploadFeed;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.workbench.EmbeddedBroker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The soak's verifier on topics where something was planted: reading is proved too, not only counting. */
@Timeout(120)
class VerifierIT {
    private static final int UPLOADS = 400;
    /** Two uploads of one listing, both sure. */
    private static final int BUSY = 15;
    private static final int BUSY_AGAIN = 30;

    private static EmbeddedBroker broker;
    private static int topics;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void eachUploadOnceBehindItsDoorIsClean() {
        assertThat(auditOf(deliveries())).matches(Audit::isClean, "is clean");
    }

    @Test
    void aPlantedLossIsFound() {
        List<Delivery> deliveries = deliveries();
        deliveries.remove(123);

        assertThat(auditOf(deliveries)).isEqualTo(new Audit(List.of(123L), List.of(), List.of(), List.of()));
    }

    @Test
    void aPlantedRepeatIsFound() {
        List<Delivery> deliveries = deliveries();
        deliveries.add(delivery(123));

        assertThat(auditOf(deliveries)).isEqualTo(new Audit(List.of(), List.of(123L), List.of(), List.of()));
    }

    @Test
    void aPlantedRepeatByAnotherDoorIsFound() {
        List<Delivery> deliveries = deliveries();
        deliveries.add(new Delivery(Door.REVIEWS, 0, NumberedUploads.key(123), 123));

        assertThat(auditOf(deliveries)).isEqualTo(new Audit(List.of(), List.of(123L), List.of(), List.of(123L)));
    }

    @Test
    void aPlantedSwapWithinAKeyIsFound() {
        List<Delivery> deliveries = deliveries();
        Collections.swap(deliveries, BUSY, BUSY_AGAIN);

        assertThat(auditOf(deliveries)).isEqualTo(new Audit(List.of(), List.of(), List.of((long) BUSY), List.of()));
    }

    @Test
    void aPlantedWrongDoorIsFound() {
        List<Delivery> deliveries = deliveries();
        deliveries.set(123, new Delivery(Door.DEAD_LETTERS, 0, NumberedUploads.key(123), 123));

        assertThat(auditOf(deliveries)).isEqualTo(new Audit(List.of(), List.of(), List.of(), List.of(123L)));
    }

    private static List<Delivery> deliveries() {
        return new ArrayList<>(LongStream.range(0, UPLOADS).mapToObj(VerifierIT::delivery).toList());
    }

    private static Delivery delivery(long number) {
        return new Delivery(NumberedUploads.door(number), 0, NumberedUploads.key(number), number);
    }

    /** What was planted as a transaction, after one that wrote the same and was aborted. */
    private static Audit auditOf(List<Delivery> deliveries) {
        String suffix = "-" + topics++;
        StreamSettings settings = Streams.settings(broker.bootstrapServers()).withTopics(new Topics("uploads" + suffix,
                "categories" + suffix, "reviews" + suffix, "dead-letters" + suffix, 4, (short) 1, 1 << 20));
        Streams.createTopics(settings);
        try (KafkaProducer<byte[], byte[]> producer = planter()) {
            producer.beginTransaction();
            deliveries.forEach(delivery -> producer.send(record(settings.topics(), delivery)));
            producer.abortTransaction();
            producer.beginTransaction();
            deliveries.forEach(delivery -> producer.send(record(settings.topics(), delivery)));
            producer.commitTransaction();
        }
        // A commit is answered before every partition has its marker; the next of the same name waits for that.
        planter().close();
        Ledger ledger = new Ledger(UPLOADS, NumberedUploads::isOf);
        Deliveries.readAll(settings, ledger::add);
        return ledger.audit();
    }

    private static KafkaProducer<byte[], byte[]> planter() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "planter"),
                new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> record(Topics topics, Delivery delivery) {
        String topic = switch (delivery.door()) {
            case CATEGORIES -> topics.categories();
            case REVIEWS -> topics.reviews();
            case DEAD_LETTERS -> topics.deadLetters();
        };
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, utf8(delivery.key()), utf8("any"));
        record.headers().add(UploadFeed.NUMBER, utf8(String.valueOf(delivery.number())));
        return record;
    }
}
