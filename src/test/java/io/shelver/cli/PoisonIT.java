// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.classify.ScoredLabel;
import io.shelver.image.FetchedPictures;
import io.shelver.poison.Corpus;
import io.shelver.poison.Poison;
import io.shelver.poison.Poison.Expected;
import io.shelver.serving.Counters;
import io.shelver.serving.ServingBundle;
import io.shelver.settings.ModelSettings;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.RawUploads;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole poison corpus through the running topology with the committed bundle, one kind after the other, and after each kind
 * healthy uploads to every partition. Every input leaves by its door, once, and nothing else comes out.
 */
@Timeout(900)
class PoisonIT {
    private static final int PARTITIONS = 2;
    private static final long MOST_HEAP_GROWTH = 256L << 20;
    /** A slow picture may have a processor for a second, and a machine with other work may need many for that. */
    private static final Map<String, String> ENVIRONMENT = Map.of("SHELVER_PARTITIONS", String.valueOf(PARTITIONS),
            "SHELVER_MAX_UPLOAD_BYTES", String.valueOf(16 << 20), "SHELVER_BATCH_DEADLINE_MS", "30000");

    private static final Counters COUNTING = new Counters();
    private static EmbeddedBroker broker;
    private static FetchedPictures pictures;
    private static ServingBundle serving;
    private static ShelverStreams streams;
    private static RawUploads uploads;
    private static DoorReader doors;
    private static long sent;

    @BeforeAll
    static void start() throws InterruptedException, IOException {
        broker = EmbeddedBroker.start();
        ServiceSettings options = ServiceSettings.from(ENVIRONMENT, Optional.of(broker.bootstrapServers()));
        pictures = FetchedPictures.open(options.links(), COUNTING.fetches());
        // The healthy uploads are alike: remembered scores would hide a model that no longer answers.
        ModelSettings models = options.models().withoutRepeats();
        serving = COUNTING.serving(ServingBundle.open(models, pictures, COUNTING::model), models);
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), Duration.ofSeconds(30))) {
            admin.create();
        }
        // Counted as `run` counts: meters must take whatever an upload says, too.
        streams = COUNTING.streams(ShelverStreams.of(options.stream(), options.format(), serving.classifier(),
                serving.bundle().taxonomy(), InstantSource.system(), COUNTING.stream(serving)),
                options.stream().threads());
        uploads = new RawUploads(options.stream());
        doors = DoorReader.open(options.stream(), options.format());
        streams.start();
        assertThat(streams.awaitRunning(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void stop() {
        uploads.close();
        doors.close();
        // After a failure a batch may still be inside the tokenizer, and closing that under it ends the process.
        if (streams.close(Duration.ofSeconds(30))) {
            serving.close();
            pictures.close();
        }
        broker.close();
    }

    @Test
    void everyPoisonLeavesByItsDoorAndNothingElseHappens() {
        List<List<ScoredLabel>> before = healthy();
        long heapBefore = heapAfterCollection();
        int inputs = 0;
        List<String> wrong = new ArrayList<>();
        for (var kind : Corpus.kinds().entrySet()) {
            long start = System.nanoTime();
            List<Poison> poisons = kind.getValue().get();
            inputs += poisons.size();
            wrong.addAll(poison(kind.getKey(), poisons));
            assertThat(healthy()).as("healthy uploads after %s", kind.getKey()).isEqualTo(before);
            System.out.printf("%-42s %3d inputs, %,6d ms%n", kind.getKey(), poisons.size(),
                    (System.nanoTime() - start) / 1_000_000);
        }
        long growth = heapAfterCollection() - heapBefore;

        System.out.printf("%d inputs of %d kinds; the heap is %,d bytes larger than before%n", inputs,
                Corpus.kinds().size(), growth);
        assertThat(wrong).isEmpty();
        assertThat(inputs).isGreaterThanOrEqualTo(300);
        assertThat(streams.failure()).isEmpty();
        assertThat(streams.isRunning()).isTrue();
        assertThat(COUNTING.meters().scrape()).as("no upload was read twice, as after a restart")
                .contains("shelver_uploads_total %.1f\n".formatted((double) sent));
        assertThat(growth).isLessThan(MOST_HEAP_GROWTH);
    }

    /** What did not become of it as it should; each came out once. */
    private static List<String> poison(String kind, List<Poison> poisons) {
        List<CompletableFuture<UUID>> ids = poisons.stream()
                .map(each -> send(null, each.timestamp(), each.key(), each.value(), each.headers())).toList();
        Map<UUID, Poison> waited = new HashMap<>();
        for (int i = 0; i < poisons.size(); i++) {
            waited.put(ids.get(i).join(), poisons.get(i));
        }
        List<String> wrong = new ArrayList<>();
        int strangers = 0;
        for (Delivered outcome : deliveries(kind, poisons.size())) {
            Poison poison = waited.remove(outcome.id());
            if (poison == null) {
                strangers++;
            } else if (!isAsExpected(outcome, poison.expected())) {
                wrong.add("%s, %s: should be %s, is %s %s %s".formatted(kind, poison, poison.expected(), outcome.door(),
                        outcome.reasons(), kinds(outcome)));
            }
        }
        // A fuzzed event may have got an upload id, and then nobody can tell its event id from its coordinates.
        long nameless = waited.values().stream().filter(left -> left.expected() instanceof Expected.AnyDoor).count();
        if (strangers != nameless || nameless != waited.size()) {
            wrong.add("%s: %s did not come out, %d others did".formatted(kind, waited.values(), strangers));
        }
        return wrong;
    }

    private static List<Delivered> deliveries(String kind, int count) {
        List<Delivered> delivered = new ArrayList<>();
        long until = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        while (delivered.size() < count && System.nanoTime() < until && streams.failure().isEmpty()) {
            delivered.addAll(doors.poll(Duration.ofMillis(50)));
        }
        assertThat(delivered).as("%s; the stream: %s", kind, streams.diagnosis()).hasSize(count);
        return delivered;
    }

    private static boolean isAsExpected(Delivered outcome, Expected expected) {
        return switch (expected) {
            case Expected.DeadLetter letter -> outcome.door() == Door.DEAD_LETTERS
                    && letter.classes().contains(outcome.reasons().getFirst().split(":", 2)[0]);
            case Expected.Decided decided -> outcome.door() != Door.DEAD_LETTERS
                    && isAsExpected(Objects.requireNonNull(outcome.evidence().get(decided.modality())), decided);
            case Expected.AnyDoor any -> true;
        };
    }

    private static boolean isAsExpected(Delivered.Said said, Expected.Decided decided) {
        return decided.kinds().contains(said.kind()) && said.why().contains(decided.why());
    }

    private static String kinds(Delivered outcome) {
        StringBuilder kinds = new StringBuilder();
        outcome.evidence().forEach((name, said) -> kinds.append(name).append(' ').append(said.kind()).append(' ')
                .append(said.why()).append("; "));
        return kinds.toString();
    }

    /** A healthy upload to each partition: its labels. Whatever came out besides would be in the way. */
    private static List<List<ScoredLabel>> healthy() {
        List<UUID> ids = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ids.add(send(partition, null, Uploads.utf8("healthy"), Uploads.bytes(
                    Uploads.titled("healthy", "Puma Men White Casual Shoes")), List.of()).join());
        }
        List<Delivered> delivered = deliveries("healthy uploads", PARTITIONS);
        assertThat(delivered).extracting(Delivered::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(delivered).allMatch(outcome -> outcome.door() == Door.CATEGORIES);
        return delivered.stream().map(Delivered::labels).toList();
    }

    private static CompletableFuture<UUID> send(@Nullable Integer partition, @Nullable Long timestamp,
            byte @Nullable [] key, byte @Nullable [] value,
            List<Map.Entry<String, byte[]>> headers) {
        sent++;
        return uploads.send(partition, timestamp, key, value, headers);
    }

    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
