// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.workbench;

import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.Readers;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Does the work that Kafka alone has with the uploads of one run. It reads the uploads, writes as many outcomes of the same size in
 * transactions, and reads those once they are committed.
 */
public final class BrokerWork {
    private static final int RECORDS_A_TRANSACTION = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StreamSettings settings;
    private final int outcomeBytes;

    /**
     * @param settings
     *            the settings of a run whose uploads still exist and whose doors are empty
     * @param outcomeBytes
     *            the mean size of an outcome, in bytes
     */
    public BrokerWork(StreamSettings settings, int outcomeBytes) {
        this.settings = settings;
        this.outcomeBytes = outcomeBytes;
    }

    /** Reads this many uploads, then writes and reads as many outcomes. */
    public void run(long records) {
        read(IsolationLevel.READ_UNCOMMITTED, settings.topics().uploads(), records);
        write(records);
        read(IsolationLevel.READ_COMMITTED, settings.topics().categories(), records);
    }

    private void read(IsolationLevel isolation, String topic, long records) {
        try (Consumer<byte[], byte[]> consumer = Readers.atFirst(settings, "counted", isolation,
                List.of(topic))) {
            long heard = System.nanoTime();
            for (long read = 0; read < records;) {
                int came = consumer.poll(Duration.ofMillis(200)).count();
                read += came;
                heard = came > 0 ? System.nanoTime() : heard;
                if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                    throw new StreamException(
                            "the topic %s gave %d records of %d, then nothing for %d s: check the broker".formatted(
                                    topic, read, records,
                                    PATIENCE.toSeconds()));
                }
            }
        }
    }

    private void write(long records) {
        Map<String, Object> properties = ClientProperties.ofProducer(settings, "written");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.applicationId() + "-written");
        // As in Kafka Streams.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        // Random bytes, which no codec shortens.
        byte[] value = new byte[outcomeBytes];
        new SplittableRandom(1).nextBytes(value);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (long written = 0; written < records;) {
                producer.beginTransaction();
                for (int i = 0; i < RECORDS_A_TRANSACTION && written < records; i++, written++) {
                    producer.send(new ProducerRecord<>(settings.topics().categories(),
                            Long.toString(written).getBytes(StandardCharsets.UTF_8), value));
                }
                producer.commitTransaction();
            }
        }
    }
}
