// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shelver.catalog.Image;
import io.shelver.classify.Door;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.letters.LetterFilter;
import io.shelver.stream.letters.Replay;
import io.shelver.stream.letters.Replay.Fate;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads that are larger than the 32 MiB that a producer of Kafka holds by default. */
@Timeout(180)
class LargeUploadsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MOST = 40 << 20;
    private static final int LARGE = 35 << 20;

    @Test
    void anUploadOf35MebibytesIsSentDecidedAndReplayed() throws Exception {
        SingleObjectFormat format = SingleObjectFormat.ofThisRelease();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            StreamSettings settings = settings(broker);
            Streams.createTopics(settings);
            ShelverStreams streams = Streams.start(settings, new FakeClassifier());
            try (UploadSender sender = UploadSender.open(settings, format);
                    DoorReader doors = DoorReader.open(settings, format)) {
                UUID listing = sender.send("a", "red boots", "", inline(new byte[LARGE]), Instant.now()).join();
                UUID nonsense = sender.send(utf8("b"), new byte[LARGE]).join();

                assertThat(await(doors, 2)).extracting(Delivered::id).containsExactlyInAnyOrder(listing, nonsense);

                assertThat(replayed(settings)).containsExactly(Fate.SENT);
                assertThat(await(doors, 1)).extracting(Delivered::door, Delivered::id)
                        .containsExactly(tuple(Door.DEAD_LETTERS, nonsense));
            }
            assertThat(streams.close(SOON)).isTrue();
            assertThat(streams.failure()).isEmpty();
        }
    }

    private static StreamSettings settings(EmbeddedBroker broker) {
        StreamSettings plain = Streams.plain(broker.bootstrapServers());
        return plain.withTopics(new Topics(plain.topics().uploads(),
                plain.topics().categories(), plain.topics().reviews(), plain.topics().deadLetters(), 2,
                plain.topics().replication(), MOST));
    }

    private static Image inline(byte[] picture) {
        return new Image.Inline(Image.Encoded.of(picture));
    }

    private static List<Fate> replayed(StreamSettings settings) {
        List<Fate> fates = new ArrayList<>();
        try (Replay replay = Replay.open(settings)) {
            replay.run(LetterFilter.ALL, Long.MAX_VALUE, (letter, fate) -> fates.add(fate));
        }
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
}
