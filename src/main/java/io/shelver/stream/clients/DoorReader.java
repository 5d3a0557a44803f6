// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.clients;

import io.shelver.catalog.Label;
import io.shelver.classify.Door;
import io.shelver.classify.ScoredLabel;
import io.shelver.events.ModalityEvidence;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ReviewRequested;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.EventId;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.Readers;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.letters.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.header.Header;

/** Reads what is committed at the three doors, from the moment it was opened. */
public final class DoorReader implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final EventFormat format;

    private DoorReader(Consumer<byte[], byte[]> consumer, Topics topics, EventFormat format) {
        this.consumer = consumer;
        this.topics = topics;
        this.format = format;
    }

    /** Opens after the last records of topics that exist. */
    public static DoorReader open(StreamSettings settings, EventFormat format) {
        Topics topics = settings.topics();
        return new DoorReader(Readers.atEnd(settings, "doors", IsolationLevel.READ_COMMITTED, topics.ofDoors()),
                topics, format);
    }

    /** The outcomes since the last call. Waits for the first, at most for the timeout. */
    public List<Delivered> poll(Duration timeout) {
        List<Delivered> delivered = new ArrayList<>();
        consumer.poll(timeout).forEach(record -> delivered.add(delivered(record, topics, format)));
        return delivered;
    }

    public static Delivered delivered(ConsumerRecord<byte[], byte[]> record, Topics topics, EventFormat format) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        try {
            if (record.topic().equals(topics.categories())) {
                ProductCategorized event = format.read(record.topic(), record.value(), ProductCategorized.class);
                return new Delivered(UUID.fromString(event.getEventId()), Door.CATEGORIES, key,
                        labels(event.getLabels()), List.of(),
                        evidence(event.getEvidence()));
            }
            if (record.topic().equals(topics.reviews())) {
                ReviewRequested event = format.read(record.topic(), record.value(), ReviewRequested.class);
                return new Delivered(UUID.fromString(event.getEventId()), Door.REVIEWS, key, labels(event.getLabels()),
                        event.getReasons().stream().map(reason -> reason.getCode() + ": " + reason.getExplanation())
                                .toList(),
                        evidence(event.getEvidence()));
            }
        } catch (RefusedException e) {
            throw new StreamException(
                    "the topic %s holds a record that this release cannot read: %s".formatted(record.topic(),
                            e.getMessage()),
                    e);
        }
        return deadLetter(record, key);
    }

    private static Delivered deadLetter(ConsumerRecord<byte[], byte[]> record, String key) {
        String id = header(record, DeadLetters.EVENT_ID);
        String reason = header(record, DeadLetters.FAILURE_CLASS) + ": " + header(record, DeadLetters.MESSAGE);
        // A record that Shelver did not write is named by its place.
        UUID name = id.isEmpty()
                ? EventId.of(new Coordinates(record.topic(), record.partition(), record.offset()))
                : UUID.fromString(id);
        return new Delivered(name, Door.DEAD_LETTERS, key, List.of(), List.of(reason), Map.of());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static List<ScoredLabel> labels(List<io.shelver.events.ScoredLabel> labels) {
        return labels.stream().map(label -> new ScoredLabel(new Label(label.getPath()), label.getScore())).toList();
    }

    private static Map<String, Delivered.Said> evidence(List<ModalityEvidence> evidence) {
        Map<String, Delivered.Said> said = new LinkedHashMap<>();
        evidence.forEach(each -> said.put(each.getModality(),
                new Delivered.Said(each.getKind(), labels(each.getTop()), each.getWhy())));
        return said;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
