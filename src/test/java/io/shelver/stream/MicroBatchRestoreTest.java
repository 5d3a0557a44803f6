// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.FailureClass;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.OwnSerdes;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.RegistryFormat;
import io.shelver.stream.format.RegistrySettings;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.letters.DeadLetters;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OtherWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What a task does with the slots that it finds. */
class MicroBatchRestoreTest {
    /** The key of the mark that restored uploads are being tried. */
    private static final int TRYING = -2;

    private final FakeClassifier classifier = new FakeClassifier();
    private final Balance balance = new Balance();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private long offsets;
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final KeyValueStore<Integer, byte[]> slots = Stores
            .keyValueStoreBuilder(Stores.inMemoryKeyValueStore(StreamSettings.SLOTS), Serdes.Integer(),
                    Serdes.ByteArray())
            .withLoggingDisabled().build();

    MicroBatchRestoreTest() {
        slots.init(context.getStateStoreContext(), slots);
        context.setCurrentSystemTimeMs(0);
    }

    @Test
    void restoredUploadsLeaveInTheOrderOfArrivalNotOfTheirSlots() {
        restore(0, 12, "c");
        restore(1, 10, "a");
        restore(5, 11, "b");

        start(32);
        letTimePass();

        assertThat(forwarded()).containsExactly("a", "b", "c");
        assertThat(slots.all()).isExhausted();
    }

    @Test
    void whatIsRestoredRunsInBatchesOnceTheMarkThatItIsTriedIsCommitted() {
        List.of(0, 1, 2, 3, 4).forEach(slot -> restore(slot, slot, "r" + slot));

        start(3);
        tick();
        assertThat(classifier.batches()).isEmpty();
        assertThat(slots.get(TRYING)).isNotNull();
        assertThat(context.committed()).isTrue();
        letTimePass();

        assertThat(classifier.batches()).containsExactly(List.of("r0", "r1", "r2"), List.of("r3", "r4"));
        assertThat(slots.all()).isExhausted();
    }

    @Test
    void uploadsThatComeBeforeThatCommitWait() {
        restore(0, 0, "r0");

        MicroBatch batch = start(1);
        batch.process(record("a"));
        batch.process(record("b"));
        assertThat(classifier.batches()).isEmpty();
        letTimePass();

        assertThat(forwarded()).containsExactly("r0", "a", "b");
    }

    @Test
    void whatWasBeingTriedWhenAProcessStoppedIsClassifiedOneByOneSoThatItStopsTheServiceForItselfOnly() {
        List.of(0, 1, 2, 3, 4).forEach(slot -> restore(slot, slot, "r" + slot));
        slots.put(TRYING, new byte[]{1});

        start(2);
        letTimePass();

        assertThat(classifier.batches()).containsExactly(List.of("r0"), List.of("r1"), List.of("r2"), List.of("r3"),
                List.of("r4"));
        assertThat(slots.all()).isExhausted();
    }

    @Test
    void theOutcomeOfASuspectIsToBeCommittedBeforeTheNextIsTried() {
        List.of(0, 1, 2).forEach(slot -> restore(slot, slot, "r" + slot));
        slots.put(TRYING, new byte[]{1});

        start(32);
        tick();

        assertThat(forwarded()).containsExactly("r0");
        assertThat(context.committed()).isTrue();
    }

    @Test
    void anUploadThatComesToAnIdleTaskAsksForItsCommit() {
        MicroBatch batch = start(32);
        context.setCurrentSystemTimeMs(100);

        batch.process(record("a"));
        assertThat(context.committed()).isFalse();
        tick();

        assertThat(forwarded()).containsExactly("a");
        assertThat(context.committed()).isTrue();
    }

    @Test
    void uploadsThatComeOneAfterTheOtherWaitForTheCommitOfAll() {
        MicroBatch batch = start(32);
        context.setCurrentSystemTimeMs(99);

        batch.process(record("a"));
        tick();

        assertThat(forwarded()).containsExactly("a");
        assertThat(context.committed()).isFalse();
    }

    @Test
    void anUploadThatComesBeforeTheTimerWaitsBehindTheRestoredOnes() {
        List.of(0, 1, 2).forEach(slot -> restore(slot, slot, "r" + slot));

        MicroBatch batch = start(2);
        batch.process(record("new"));
        letTimePass();

        assertThat(forwarded()).containsExactly("r0", "r1", "r2", "new");
    }

    @Test
    void noBatchRunsOnceTheServiceWasToldToStop() {
        MicroBatch batch = start(2);
        stopping.set(true);

        List.of("a", "b", "c").forEach(id -> batch.process(record(id)));
        letTimePass();
        batch.close();

        assertThat(classifier.batches()).isEmpty();
        assertThat(slots.approximateNumEntries()).as("and the position").isEqualTo(3 + 1);
        assertThat(balance.left()).isEqualTo(3);
    }

    @Test
    void aDeadLetterDoesNotOvertakeAnEarlierUploadWithItsKey() {
        MicroBatch batch = start(32);

        batch.process(record("other"));
        batch.process(record("a"));
        batch.process(refused("a"));
        batch.process(refused("b"));

        assertThat(forwarded()).containsExactly("other", "a", "a", "b");
        assertThat(context.forwarded()).extracting(forward -> forward.childName().orElseThrow())
                .containsExactly("categories", "categories", "dead-letters", "dead-letters");
    }

    @Test
    void nothingIsScheduledWhileNothingWaits() {
        start(32);

        assertThat(context.scheduledPunctuators()).isEmpty();
    }

    @Test
    void aTaskThatIsResumedDoesNotCountItsUploadsTwice() {
        MicroBatch batch = start(32);
        batch.process(record("a"));

        batch.close();
        batch.init(context);
        letTimePass();

        assertThat(forwarded()).containsExactly("a");
    }

    @Test
    void theTraceContextOfAnUploadOutlivesARestart() {
        Headers headers = SourceRecord.noHeaders();
        TraceContextTest.CONTEXT.forEach((name, value) -> headers.add(name, utf8(value)));
        slots.put(0, new StoredUpload(0, new SourceRecord(new Coordinates("product-uploads", 0, 1), 0, utf8("a"),
                bytes(sure("a")), headers)).toBytes());

        start(32);
        letTimePass();

        assertThat(context.forwarded().getFirst().record().headers()).isEqualTo(headers);
    }

    @Test
    void whatIsRestoredIsToldAndInFlightUntilItIsOut() {
        List.of(0, 1, 2).forEach(slot -> restore(slot, slot, "r" + slot));
        slots.put(TRYING, new byte[]{1});

        MicroBatch batch = start(32);
        assertThat(balance.restored()).isEqualTo(3);
        assertThat(balance.inFlight()).isEqualTo(3);
        tick();
        batch.close();

        assertThat(balance.left()).isEqualTo(2);
        assertThat(balance).matches(Balance::isEven);
    }

    @Test
    void aRestoredUploadThatCannotBeReadAnyMoreIsADeadLetterAndTheOthersAreDecided() {
        restore(0, 10, "a");
        slots.put(1, new StoredUpload(11, source("b", OtherWriter.upload(OtherWriter.newer(), "b"))).toBytes());
        restore(2, 12, "c");

        start(32);
        letTimePass();

        assertThat(context.forwarded()).extracting(forward -> forward.childName().orElseThrow())
                .containsExactly("categories", "dead-letters", "categories");
        assertThat(forwarded()).containsExactly("a", "b", "c");
        assertThat(new String(context.forwarded().get(1).record().headers()
                .lastHeader(DeadLetters.FAILURE_CLASS).value(), StandardCharsets.UTF_8)).isEqualTo("UNKNOWN_SCHEMA");
        assertThat(slots.all()).isExhausted();
        assertThat(context.scheduledPunctuators()).allMatch(CapturedPunctuator::cancelled);
    }

    @Test
    void restoredUploadsOfWhichNoneCanBeReadLeaveBeforeTheNextOne() {
        slots.put(0, new StoredUpload(11, source("b", OtherWriter.upload(OtherWriter.newer(), "b"))).toBytes());

        MicroBatch batch = start(2);
        batch.process(record("new"));
        letTimePass();

        assertThat(forwarded()).containsExactly("b", "new");
    }

    @Test
    void aRestoredUploadWhoseRegistryIsAwayStopsTheStartAndStays() {
        slots.put(0,
                new StoredUpload(11,
                        source("b", ByteBuffer.allocate(8).putInt(1, OwnSerdes.CONNECTION_REFUSED).array()))
                        .toBytes());
        RegistryFormat away = RegistryFormat.open(quick(), new RegistrySettings("http://localhost:1",
                OwnSerdes.Writer.class.getName(), OwnSerdes.Reader.class.getName()),
                SingleObjectFormat.ofThisRelease());

        assertThatThrownBy(() -> start(32, away)).isInstanceOf(StreamException.class).hasMessageContaining("registry");

        assertThat(context.forwarded()).isEmpty();
        assertThat(slots.get(0)).isNotNull();
    }

    @Test
    void aSlotOfAnUnknownFormatStopsTheStart() {
        slots.put(0, new byte[]{9, 0, 0});

        assertThatThrownBy(() -> start(32)).hasMessageContaining("format 9");
    }

    private static StreamSettings quick() {
        return new StreamSettings("test", "nowhere:1", Streams.topics(), 1, 32, Duration.ofMillis(20),
                Duration.ofMillis(300), Map.of());
    }

    private MicroBatch start(int most) {
        return start(most, SingleObjectFormat.ofThisRelease());
    }

    private MicroBatch start(int most, EventFormat format) {
        StreamSettings settings = new StreamSettings("test", "nowhere:1", Streams.topics(), 1, most,
                Duration.ofMillis(20), Duration.ofSeconds(10), Map.of());
        ThreadBatch ofThread = new ThreadBatch(settings,
                new IsolatingClassifier(classifier, () -> {
                }, settings.batchDeadline()), balance);
        MicroBatch batch = new MicroBatch(settings, new Admission(format, settings.topics().maxUploadBytes()),
                () -> ofThread, new Outcomes(settings.topics(), format,
                        new Events(FakeClassifier.TAXONOMY, InstantSource.system()), balance),
                balance, new Places("product-uploads", Places.UNKNOWN_TOPIC, PlacePolicy.DEFAULT, Map.of(), balance,
                        partition -> new Places.Now(Uuid.ZERO_UUID, Long.MAX_VALUE)),
                stopping::get);
        batch.init(context);
        return batch;
    }

    /** So much that nothing waits any more. */
    private void letTimePass() {
        for (int ticks = 0; ticks < 10; ticks++) {
            tick();
        }
    }

    private void tick() {
        context.scheduledPunctuators().stream().filter(timer -> !timer.cancelled())
                .forEach(timer -> timer.getPunctuator().punctuate(0));
    }

    private void restore(int slot, long arrival, String id) {
        slots.put(slot, new StoredUpload(arrival, source(id)).toBytes());
    }

    private Record<byte[], Arrival> record(String id) {
        SourceRecord source = source(id);
        try {
            Upload upload = new Admission(SingleObjectFormat.ofThisRelease(), 4 << 20).admit(source);
            return new Record<>(utf8(id), upload, 0, source.headers());
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Record<byte[], Arrival> refused(String id) {
        SourceRecord source = source(id);
        return new Record<>(utf8(id), new Arrival.Refused(source,
                new RefusedException(FailureClass.NOT_AVRO, "no event")), 0, source.headers());
    }

    private SourceRecord source(String id) {
        return source(id, bytes(sure(id)));
    }

    private SourceRecord source(String id, byte[] value) {
        return new SourceRecord(new Coordinates("product-uploads", 0, offsets++), 0, utf8(id), value,
                SourceRecord.noHeaders());
    }

    private List<String> forwarded() {
        return context.forwarded().stream()
                .map(forward -> new String(forward.record().key(), StandardCharsets.UTF_8)).toList();
    }
}
