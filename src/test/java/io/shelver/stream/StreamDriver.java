// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Classifier;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.testing.FakeClassifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology on Kafka's test driver. */
final class StreamDriver implements AutoCloseable {
    static final Instant DECIDED_AT = Instant.parse("2026-03-01T10:15:31Z");
    static final StreamSettings SETTINGS = Streams.plain("nowhere:1");

    private final StreamSettings settings;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> uploads;

    StreamDriver(Classifier classifier) {
        this(classifier, SETTINGS);
    }

    StreamDriver(Classifier classifier, StreamSettings settings) {
        this(classifier, settings, SingleObjectFormat.ofThisRelease());
    }

    StreamDriver(Classifier classifier, StreamSettings settings, EventFormat format) {
        this(settings, topology(classifier, settings, format, StreamListener.NONE));
    }

    /** With models that pass their proof. */
    static StreamDriver ofWorking(Classifier classifier) {
        return new StreamDriver(SETTINGS, new ShelverTopology(SETTINGS, SingleObjectFormat.ofThisRelease(), classifier,
                () -> {
                }, FakeClassifier.TAXONOMY, InstantSource.fixed(DECIDED_AT),
                new Places(SETTINGS, Places.UNKNOWN_TOPIC, PlacePolicy.DEFAULT, Map.of(), StreamListener.NONE),
                StreamListener.NONE).build());
    }

    StreamDriver(Classifier classifier, StreamListener listener) {
        this(SETTINGS, topology(classifier, SETTINGS, SingleObjectFormat.ofThisRelease(), listener));
    }

    private StreamDriver(StreamSettings settings, Topology topology) {
        this.settings = settings;
        this.driver = new TopologyTestDriver(topology, StreamProperties.of(settings));
        this.uploads = driver.createInputTopic(settings.topics().uploads(), new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static Topology topology(Classifier classifier) {
        return topology(classifier, SETTINGS, SingleObjectFormat.ofThisRelease(), StreamListener.NONE);
    }

    private static Topology topology(Classifier classifier, StreamSettings settings, EventFormat format,
            StreamListener listener) {
        return new ShelverTopology(settings, format, classifier, FakeClassifier.TAXONOMY,
                InstantSource.fixed(DECIDED_AT), listener).build();
    }

    void upload(ProductUploaded upload) {
        pipe(utf8(upload.getListingId()), bytes(upload));
    }

    @SuppressWarnings("NullAway") // nulls are what is tested
    void pipe(byte @Nullable [] key, byte @Nullable [] value) {
        uploads.pipeInput(key, value);
    }

    void pipe(TestRecord<byte[], byte[]> record) {
        uploads.pipeInput(record);
    }

    /** Lets the time pass after which a batch runs that is not full. */
    void linger() {
        advance(settings.linger());
    }

    void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<TestRecord<byte[], byte[]>> categories() {
        return read(settings.topics().categories());
    }

    List<TestRecord<byte[], byte[]>> reviews() {
        return read(settings.topics().reviews());
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return read(settings.topics().deadLetters());
    }

    void assertNothingLeft() {
        assertThat(categories()).isEmpty();
        assertThat(reviews()).isEmpty();
        assertThat(deadLetters()).isEmpty();
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    Map<Integer, byte[]> slots() {
        Map<Integer, byte[]> slots = new TreeMap<>();
        KeyValueStore<Integer, byte[]> store = driver.getKeyValueStore(StreamSettings.SLOTS);
        try (KeyValueIterator<Integer, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> entry = all.next();
                if (entry.key >= 0) {
                    slots.put(entry.key, entry.value);
                }
            }
        }
        return slots;
    }

    static String key(TestRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return headers(record).getOrDefault(name, "");
    }

    static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    @Override
    public void close() {
        driver.close();
    }
}
