// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shelver.classify.Door;
import io.shelver.classify.FailureClass;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.Streams;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.format.EventId;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.letters.Replay.Fate;
import io.shelver.stream.soak.JavaProcess;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OtherWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReplayIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private EmbeddedBroker broker;
    private StreamSettings settings;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start();
        settings = Streams.settings(broker.bootstrapServers());
        Streams.createTopics(settings);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void uploadsOfAnUnknownSchemaAreDecidedAfterItIsGivenAndKeepTheirEventIds() throws Exception {
        SingleObjectFormat format = SingleObjectFormat.ofThisRelease();
        try (DoorReader doors = DoorReader.open(settings, format);
                UploadSender sender = UploadSender.open(settings, format)) {
            ShelverStreams streams = Streams.start(settings, new FakeClassifier());
            UUID newer = sender.send(utf8("a"), OtherWriter.upload(OtherWriter.newer(), "a")).join();
            UUID nonsense = sender.send(utf8("b"), utf8("nonsense")).join();
            List<Delivered> before = await(doors, 2);
            assertThat(streams.close(SOON)).isTrue();
            Files.writeString(folder.resolve("ProductUploaded.avsc"), OtherWriter.newer().toString());

            ShelverStreams after = ShelverStreams.of(settings, SingleObjectFormat.withSchemas(folder),
                    new FakeClassifier(), FakeClassifier.TAXONOMY, InstantSource.system(), StreamListener.NONE);
            after.start();
            Map<Fate, Long> fates = replay(new LetterFilter(Set.of(FailureClass.UNKNOWN_SCHEMA), Instant.MIN,
                    Instant.MAX, Set.of()));
            List<Delivered> decided = await(doors, 1);
            assertThat(after.close(SOON)).isTrue();

            assertThat(before).extracting(Delivered::id).containsExactlyInAnyOrder(newer, nonsense);
            assertThat(fates).isEqualTo(Map.of(Fate.SENT, 1L, Fate.NOT_SELECTED, 1L));
            assertThat(decided).extracting(Delivered::id).containsExactly(newer);
            assertThat(decided).extracting(Delivered::door).containsExactly(Door.CATEGORIES);
            assertThat(doors.poll(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void aReplayedUploadIsWhatItWasAndSaysWhereItStoodFirst() {
        Headers headers = SourceRecord.noHeaders().add("traceparent",
                utf8("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        write(letter(7, utf8("k"), utf8("v"), headers));

        replay(LetterFilter.ALL);

        ConsumerRecord<byte[], byte[]> upload = uploads().getFirst();
        assertThat(upload.key()).isEqualTo(utf8("k"));
        assertThat(upload.value()).isEqualTo(utf8("v"));
        assertThat(upload.timestamp()).isCloseTo(System.currentTimeMillis(), within(60_000L));
        assertThat(upload.partition()).isEqualTo(3);
        assertThat(upload.headers()).extracting(header -> header.key() + "=" + text(header.value())).containsExactly(
                "traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "shelver.origin.topic=product-uploads", "shelver.origin.partition=3",
                "shelver.origin.offset=7");
    }

    @Test
    void aLetterThatFailedAgainIsAnotherLetterAndKeepsItsFirstOrigin() {
        Headers replayed = SourceRecord.noHeaders();
        new Coordinates("product-uploads", 3, 7).setAsOrigin(replayed);
        write(letter(7, utf8("k"), utf8("v"), SourceRecord.noHeaders()));
        replay(LetterFilter.ALL);
        write(letter(9, utf8("k"), utf8("v"), replayed));

        assertThat(replay(LetterFilter.ALL)).isEqualTo(Map.of(Fate.SENT, 1L, Fate.SENT_BEFORE, 1L));

        assertThat(origins()).containsExactly("product-uploads-3@7", "product-uploads-3@7");
    }

    @Test
    void aRehearsalSendsNothingAndCreatesNothing() {
        write(letters(3));
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        try (Replay replay = Replay.rehearse(settings)) {
            replay.run(LetterFilter.ALL, 2, (letter, fate) -> fates.merge(fate, 1L, Long::sum));
        }

        assertThat(fates).isEqualTo(Map.of(Fate.SENT, 2L));
        assertThat(uploads()).isEmpty();
        try (TopicAdmin admin = TopicAdmin.open(settings, SOON)) {
            assertThat(admin.exists(settings.replays())).isFalse();
        }
    }

    @Test
    void whatWasSentOnceIsNotSentAgain() {
        write(letters(450));

        assertThat(replay(LetterFilter.ALL)).isEqualTo(Map.of(Fate.SENT, 450L));
        assertThat(replay(LetterFilter.ALL)).isEqualTo(Map.of(Fate.SENT_BEFORE, 450L));

        assertThat(origins()).hasSize(450).doesNotHaveDuplicates();
    }

    @Test
    void aReplayThatIsKilledIsFinishedByTheNextOne() throws Exception {
        write(letters(20_000));
        try (JavaProcess process = JavaProcess.start(ReplayProcess.class, folder.resolve("log"),
                settings.bootstrapServers())) {
            process.firstLine();
            process.kill();
        }
        int atTheKill = uploads().size();

        Map<Fate, Long> fates = replay(LetterFilter.ALL);

        assertThat(atTheKill).isBetween(1, 19_999);
        assertThat(fates.get(Fate.SENT_BEFORE)).isGreaterThanOrEqualTo(atTheKill);
        assertThat(origins()).hasSize(20_000).doesNotHaveDuplicates();
    }

    @Test
    void ofTwoAtOnceTheLaterGoesOnAndNothingIsSentTwice() {
        write(letters(500));
        List<Map<Fate, Long>> later = new ArrayList<>();
        try (Replay first = Replay.open(settings)) {
            assertThatThrownBy(() -> first.run(LetterFilter.ALL, Long.MAX_VALUE, (letter, fate) -> {
                if (later.isEmpty()) {
                    later.add(replay(LetterFilter.ALL));
                }
            })).isInstanceOf(StreamException.class).hasMessageContaining("another replay");
        }

        assertThat(later).containsExactly(Map.of(Fate.SENT, 300L, Fate.SENT_BEFORE, 200L));
        assertThat(origins()).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void severalThatRaceSendEachLetterOnce() throws Exception {
        write(letters(5_000));
        Callable<Boolean> race = () -> {
            try {
                replay(LetterFilter.ALL);
                return true;
            } catch (StreamException e) {
                assertThat(e).hasMessageContaining("another replay");
                return false;
            }
        };

        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Boolean>> ends = threads.invokeAll(List.of(race, race, race));
            int finished = 0;
            for (Future<Boolean> end : ends) {
                finished += end.get() ? 1 : 0;
            }
            assertThat(finished).isPositive();
        }

        assertThat(origins()).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeSentIsToldApart() {
        Headers others = SourceRecord.noHeaders().add(DeadLetters.FAILURE_CLASS, utf8("NOT_AVRO"));
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        letters.add(letter(1, utf8("omitted"), new byte[6 << 20], SourceRecord.noHeaders()));
        letters.add(letter(2, utf8("large"), new byte[4 << 20], SourceRecord.noHeaders()));
        letters.add(new ProducerRecord<>(settings.topics().deadLetters(), null, utf8("a stranger"), utf8("v"), others));
        letters.add(new ProducerRecord<>(settings.topics().deadLetters(), utf8("another"), utf8("v")));
        letters.add(letter("other-uploads", 3, utf8("elsewhere"), utf8("v"), SourceRecord.noHeaders()));
        write(letters);

        assertThat(replay(LetterFilter.ALL))
                .isEqualTo(Map.of(Fate.INCOMPLETE, 1L, Fate.TOO_LARGE, 1L, Fate.NOT_OURS, 3L));
        assertThat(uploads()).isEmpty();
    }

    @Test
    void lettersOfATopicThatWasMadeAgainAreOtherLetters() throws Exception {
        write(letters(4));
        replay(LetterFilter.ALL);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            admin.deleteTopics(List.of(settings.topics().deadLetters())).all().get();
        }
        Streams.createTopics(settings);
        write(letters(4));

        assertThat(replay(LetterFilter.ALL)).isEqualTo(Map.of(Fate.SENT, 4L));
    }

    @Test
    void whatIsKnownOfLettersThatAreGoneIsForgotten() throws Exception {
        write(letters(8));
        replay(LetterFilter.ALL);
        TopicPartition first = new TopicPartition(settings.topics().deadLetters(), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(2))).all().get();
        }

        replay(LetterFilter.ALL);

        assertThat(ReplayLedger.read(settings, SOON).size()).isEqualTo(6);
    }

    private Map<Fate, Long> replay(LetterFilter filter) {
        try (Replay replay = Replay.open(settings)) {
            return run(replay, filter);
        }
    }

    private static Map<Fate, Long> run(Replay replay, LetterFilter filter) {
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        replay.run(filter, Long.MAX_VALUE, (letter, fate) -> fates.merge(fate, 1L, Long::sum));
        return fates;
    }

    private static List<Delivered> await(DoorReader doors, int count) {
        List<Delivered> found = new ArrayList<>();
        Instant until = Instant.now().plus(SOON);
        while (found.size() < count && Instant.now().isBefore(until)) {
            found.addAll(doors.poll(Duration.ofMillis(100)));
        }
        return found;
    }

    /** Two on each of the four partitions for eight of them. */
    private List<ProducerRecord<byte[], byte[]>> letters(int count) {
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ProducerRecord<byte[], byte[]> letter = letter(i, utf8("k" + i), utf8("v" + i), SourceRecord.noHeaders());
            letters.add(new ProducerRecord<>(letter.topic(), i % 4, letter.timestamp(), letter.key(), letter.value(),
                    letter.headers()));
        }
        return letters;
    }

    private ProducerRecord<byte[], byte[]> letter(long offset, byte[] key, byte[] value, Headers headers) {
        return letter(settings.topics().uploads(), offset, key, value, headers);
    }

    private ProducerRecord<byte[], byte[]> letter(String uploads, long offset, byte[] key, byte[] value,
            Headers headers) {
        RefusedException why = new RefusedException(FailureClass.NOT_AVRO, "m");
        SourceRecord source = new SourceRecord(new Coordinates(uploads, 3, offset), 77, key, value, headers);
        Record<byte[], byte[]> letter = new DeadLetters(settings.topics().maxOutcomeBytes()).of(source,
                new DeadLetters.Failure(EventId.of(source), Instant.now(), why.failureClass(), why, "m"));
        return new ProducerRecord<>(settings.topics().deadLetters(), null, letter.timestamp(), letter.key(),
                letter.value(), letter.headers());
    }

    private void write(ProducerRecord<byte[], byte[]> letter) {
        write(List.of(letter));
    }

    private void write(List<ProducerRecord<byte[], byte[]>> letters) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.bootstrapServers(), "max.request.size", 8 << 20),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            letters.forEach(producer::send);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> uploads() {
        List<ConsumerRecord<byte[], byte[]>> uploads = new ArrayList<>();
        try (CommittedRecords records = CommittedRecords.open(settings, settings.topics().uploads(), SOON)) {
            records.forEach(uploads::add);
        }
        return uploads;
    }

    private List<String> origins() {
        return uploads().stream().map(upload -> Coordinates.origin(upload.headers()).orElseThrow().toString()).toList();
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
