// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.topics.TopicAdmin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows which dead letters were replayed. It is a compacted topic of its own, written in the transaction that sends the uploads.
 * Marks in the uploads themselves would be no substitute: a replay would have to search all uploads, retention deletes them, and
 * every writer of uploads could forge them.
 */
final class ReplayLedger {
    private static final Pattern ENTRY = Pattern.compile("([^/]+)/(\\d{1,9})@(\\d{1,18})");

    private final String topic;
    private final String letters;
    private final String lettersId;
    private final Set<String> entries = new HashSet<>();

    private ReplayLedger(String topic, String letters, String lettersId) {
        this.topic = topic;
        this.letters = letters;
        this.lettersId = lettersId;
    }

    /** Reads what is written so far; nothing if the topic is missing. */
    static ReplayLedger read(StreamSettings settings, Duration timeout) {
        String letters = settings.topics().deadLetters();
        try (TopicAdmin admin = TopicAdmin.open(settings, timeout)) {
            ReplayLedger ledger = new ReplayLedger(settings.replays(), letters, admin.id(letters));
            if (admin.exists(ledger.topic)) {
                try (CommittedRecords records = CommittedRecords.open(settings, ledger.topic, timeout)) {
                    records.forEach(ledger::read);
                }
            }
            return ledger;
        }
    }

    private boolean read(ConsumerRecord<byte[], byte[]> record) {
        String entry = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            entries.remove(entry);
        } else {
            entries.add(entry);
        }
        return true;
    }

    int size() {
        return entries.size();
    }

    boolean holds(DeadLetter letter) {
        return entries.contains(entry(letter));
    }

    ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
        return new ProducerRecord<>(topic, entry(letter).getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    /** With the id of the topic, because a topic that was deleted and created again counts offsets from 0 again. */
    private String entry(DeadLetter letter) {
        return "%s/%d@%d".formatted(lettersId, letter.record().partition(), letter.record().offset());
    }

    /** Records that remove the entries of dead letters that retention has deleted, so that the ledger does not grow for ever. */
    List<ProducerRecord<byte[], byte[]>> removals(CommittedRecords records) {
        List<ProducerRecord<byte[], byte[]>> removals = new ArrayList<>();
        for (String entry : entries) {
            Matcher parts = ENTRY.matcher(entry);
            if (parts.matches() && parts.group(1).equals(lettersId)
                    && Long.parseLong(parts.group(3)) < records
                            .first(new TopicPartition(letters, Integer.parseInt(parts.group(2))))) {
                removals.add(new ProducerRecord<>(topic, entry.getBytes(StandardCharsets.UTF_8), null));
            }
        }
        return removals;
    }
}
