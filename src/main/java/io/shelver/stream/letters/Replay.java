// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.topics.TopicAdmin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends dead letters to the uploads topic again. Each is sent at most once, even if replays are killed, repeated or run together. */
public final class Replay implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** The most dead letters in a transaction. They are in memory until it is committed. */
    private static final int MOST_LETTERS = 200;
    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST_REMOVALS = 1_000;

    /** What becomes of a record of the dead-letter topic. */
    public enum Fate {
        /** It is an upload again, or in a rehearsal would be. */
        SENT,
        /** An earlier replay sent it. */
        SENT_BEFORE,
        /** It is selected, but it was too large to be kept whole. */
        INCOMPLETE,
        /** It is selected, but larger than an upload may be. */
        TOO_LARGE,
        /** The filter does not select it. */
        NOT_SELECTED,
        /** Shelver did not write it, or wrote it about an upload of another topic. */
        NOT_OURS
    }

    private final Topics topics;
    private final Optional<ReplaySender> sender;
    private final ReplayLedger ledger;
    private final CommittedRecords letters;

    private Replay(StreamSettings settings, Optional<ReplaySender> sender) {
        this.topics = settings.topics();
        this.sender = sender;
        this.ledger = ReplayLedger.read(settings, TIMEOUT);
        this.letters = CommittedRecords.open(settings, topics.deadLetters(), TIMEOUT);
    }

    /** Ends every other replay of the application, and takes the dead letters that exist now. */
    public static Replay open(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, TIMEOUT)) {
            requireLetters(settings, admin);
            admin.createLedger(settings.replays());
        }
        // The ledger is read after the other replays were fenced. It has all that they committed, and they can add nothing.
        ReplaySender sender = ReplaySender.open(settings);
        try {
            return new Replay(settings, Optional.of(sender));
        } catch (RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    /** Opens a replay that only says what it would do: it sends and creates nothing, and ends no other replay. */
    public static Replay rehearse(StreamSettings settings) {
        try (TopicAdmin admin = TopicAdmin.open(settings, TIMEOUT)) {
            requireLetters(settings, admin);
        }
        return new Replay(settings, Optional.empty());
    }

    private static void requireLetters(StreamSettings settings, TopicAdmin admin) {
        String topic = settings.topics().deadLetters();
        if (!admin.exists(topic)) {
            throw new StreamException(
                    "there is no topic %s (SHELVER_DEAD_LETTERS_TOPIC), or none that we may see: check the name and our permissions"
                            .formatted(topic));
        }
    }

    /** The most records to read. */
    public long atMost() {
        return letters.atMost();
    }

    /**
     * Reads the dead letters, those of a partition in their order, and sends those that the filter selects.
     *
     * @param limit
     *            the most letters to send, 1 or more; nothing is read after the last one
     * @param listener
     *            hears the fate of every record that was read; {@link Fate#SENT} only after its commit
     */
    public void run(LetterFilter filter, long limit, BiConsumer<DeadLetter, Fate> listener) {
        sender.ifPresent(to -> {
            List<ProducerRecord<byte[], byte[]>> removals = ledger.removals(letters);
            for (int begin = 0; begin < removals.size(); begin += MOST_REMOVALS) {
                to.send(removals.subList(begin, Math.min(begin + MOST_REMOVALS, removals.size())));
            }
        });
        Batch batch = new Batch(listener);
        letters.forEach(record -> {
            DeadLetter letter = new DeadLetter(record);
            Fate fate = fate(letter, filter);
            if (fate == Fate.SENT) {
                batch.add(letter);
            } else {
                listener.accept(letter, fate);
            }
            return batch.total < limit;
        });
        batch.send();
    }

    private Fate fate(DeadLetter letter, LetterFilter filter) {
        if (!letter.isOf(topics.uploads())) {
            return Fate.NOT_OURS;
        }
        if (!filter.takes(letter)) {
            return Fate.NOT_SELECTED;
        }
        if (ledger.holds(letter)) {
            return Fate.SENT_BEFORE;
        }
        if (!letter.isWhole()) {
            return Fate.INCOMPLETE;
        }
        return bytes(letter.upload(0)) > topics.maxUploadBytes() ? Fate.TOO_LARGE : Fate.SENT;
    }

    private static int bytes(ProducerRecord<byte[], byte[]> upload) {
        return SourceRecord.bytes(upload.key(), upload.value(), upload.headers());
    }

    /** Dead letters to be sent in one transaction. */
    private final class Batch {
        private final BiConsumer<DeadLetter, Fate> listener;
        private final List<DeadLetter> waiting = new ArrayList<>();
        private int bytes;
        private long total;

        Batch(BiConsumer<DeadLetter, Fate> listener) {
            this.listener = listener;
        }

        void add(DeadLetter letter) {
            waiting.add(letter);
            total++;
            bytes += bytes(letter.upload(0));
            if (waiting.size() == MOST_LETTERS || bytes > MOST_BYTES) {
                send();
            }
        }

        void send() {
            if (!waiting.isEmpty()) {
                sender.ifPresent(this::send);
                waiting.forEach(letter -> listener.accept(letter, Fate.SENT));
                waiting.clear();
                bytes = 0;
            }
        }

        private void send(ReplaySender to) {
            int partitions = to.partitions(topics.uploads());
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (DeadLetter letter : waiting) {
                records.add(letter.upload(partitions));
                records.add(ledger.record(letter));
            }
            to.send(records);
        }
    }

    @Override
    public void close() {
        letters.close();
        sender.ifPresent(ReplaySender::close);
    }
}
