// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.workbench;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.stream.Admission;
import io.shelver.stream.Events;
import io.shelver.stream.Outcomes;
import io.shelver.stream.Outgoing;
import io.shelver.stream.StreamListener;
import io.shelver.stream.Upload;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads, classifies in batches and writes, without any guarantee: it has no transaction, no state and no stored offset. It is the
 * least that could be written without Kafka Streams, to measure what the guarantees cost. All uploads must be legal.
 */
public final class PlainLoop implements AutoCloseable {
    private final List<Thread> threads;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    private PlainLoop(StreamSettings settings, EventFormat format, Classifier classifier, Taxonomy taxonomy) {
        this.threads = IntStream.range(0, settings.threads())
                .mapToObj(thread -> Thread.ofPlatform().name("plain-", thread)
                        .unstarted(() -> work(settings, format, classifier, taxonomy, thread)))
                .toList();
    }

    /** Starts as many threads as the stream would have, each with its share of the partitions. */
    public static PlainLoop start(StreamSettings settings, EventFormat format, Classifier classifier,
            Taxonomy taxonomy) {
        PlainLoop loop = new PlainLoop(settings, format, classifier, taxonomy);
        loop.threads.forEach(Thread::start);
        return loop;
    }

    private void work(StreamSettings settings, EventFormat format, Classifier classifier, Taxonomy taxonomy,
            int thread) {
        Admission admission = new Admission(format, settings.topics().maxUploadBytes(), settings.keys());
        Outcomes outcomes = new Outcomes(settings.topics(), format, new Events(taxonomy, InstantSource.system()),
                StreamListener.NONE);
        Map<String, Object> reading = new HashMap<>(ClientProperties.ofConsumer(settings, "plain-" + thread));
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.slots());
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        ClientProperties.ofProducer(settings, "plain-producer-" + thread),
                        new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(consumer.partitionsFor(settings.topics().uploads()).stream()
                    .filter(info -> info.partition() % settings.threads() == thread)
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList());
            while (!stopping) {
                List<Upload> batch = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(settings.linger())) {
                    batch.add(upload(admission, record));
                }
                if (!batch.isEmpty()) {
                    classify(classifier, outcomes, batch)
                            .forEach(outgoing -> producer.send(record(settings.topics(), outgoing)));
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private static Upload upload(Admission admission, ConsumerRecord<byte[], byte[]> record) {
        try {
            return admission.admit(new SourceRecord(
                    new Coordinates(record.topic(), record.partition(), record.offset()), record.timestamp(),
                    record.key(), record.value(), record.headers()));
        } catch (RefusedException e) {
            throw new StreamException("an upload of the plain loop is not legal: " + e.getMessage(), e);
        }
    }

    private static List<Outgoing> classify(Classifier classifier, Outcomes outcomes, List<Upload> batch) {
        List<Listing> listings = batch.stream().map(Upload::listing).toList();
        List<Decision> decisions = classifier.classify(listings);
        return IntStream.range(0, batch.size())
                .mapToObj(i -> outcomes.of(batch.get(i), decisions.get(i))).toList();
    }

    private static ProducerRecord<byte[], byte[]> record(Topics topics, Outgoing outgoing) {
        return new ProducerRecord<>(topics.of(outgoing.door()), outgoing.record().key(), outgoing.record().value());
    }

    /** What stopped it; empty while it runs. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns when no thread is inside the classifier any more. */
    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofSeconds(60))) {
                    throw new StreamException("a thread of the plain loop did not stop within 60 s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException("interrupted while the plain loop was stopping", e);
        }
    }
}
