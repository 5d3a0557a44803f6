// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.stream.Places.Gap;
import io.shelver.stream.Places.Now;
import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.PlacePolicy.ReadAgain;
import io.shelver.stream.kafka.StreamException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final Uuid TOPIC = Uuid.randomUuid();

    private final Balance balance = new Balance();
    private Now now = new Now(TOPIC, 1_000);
    private Places.OfTask task = places(PlacePolicy.DEFAULT).opened(2, Optional.empty());

    @Test
    void aPositionOutlivesItsBytes() {
        Position position = new Position(TOPIC, 1L << 40);

        assertThat(Position.from(position.toBytes())).isEqualTo(position);
        assertThatThrownBy(() -> Position.from(new byte[]{7})).hasMessageContaining("format 7");
    }

    @Test
    void whatWasReadBeforeIsSkippedAndCounted() {
        opened(new PlacePolicy(ReadAgain.SKIP, false), 10);

        assertThat(task.read(8)).isFalse();
        assertThat(task.read(9)).isFalse();
        assertThat(task.read(10)).isTrue();
        assertThat(balance.skipped()).isEqualTo(2);
        assertThat(task.position()).isEqualTo(new Position(TOPIC, 11));
    }

    @Test
    void whatWasReadBeforeIsDecidedAgainIfAskedForAndStaysRead() {
        opened(new PlacePolicy(ReadAgain.DECIDE, false), 10);

        assertThat(task.read(3)).isTrue();
        assertThat(balance.skipped()).isZero();
        assertThat(task.position()).isEqualTo(new Position(TOPIC, 10));
    }

    @Test
    void whatWasReadBeforeStopsTheServiceIfAskedFor() {
        opened(new PlacePolicy(ReadAgain.STOP, false), 10);

        assertThatThrownBy(() -> task.read(3)).isInstanceOf(StreamException.class)
                .hasMessageContaining("product-uploads-0 from offset 3 to 9")
                .hasMessageContaining("SHELVER_READ_AGAIN");
    }

    @Test
    void aTopicThatWasMadeAgainIsReadFromItsBeginning() {
        Places places = new Places("product-uploads", Uuid.randomUuid().toString(), PlacePolicy.DEFAULT, Map.of(),
                balance, partition -> now);
        task = places.opened(0, Optional.of(new Position(TOPIC, 10)));

        assertThat(task.read(0)).isTrue();
        assertThat(places.gaps()).isEmpty();
    }

    @Test
    void theFirstUploadOfANewApplicationIsNoGap() {
        Places places = places(PlacePolicy.DEFAULT);
        task = places.opened(0, Optional.empty());

        assertThat(task.read(100)).isTrue();
        assertThat(places.gaps()).isEmpty();
    }

    @Test
    void aPartitionThatNothingWasReadOfBeginsAtThePlaceOfTheGroup() {
        Places places = places(PlacePolicy.DEFAULT);
        task = places.opened(1, Optional.empty());

        task.read(9);
        assertThat(places.gaps()).containsExactly(new Gap(1, 7, 9));
    }

    @Test
    void whatIsJumpedOverIsAGapToJudge() {
        Places places = opened(PlacePolicy.DEFAULT, 10);

        task.read(15);
        assertThat(places.gaps()).containsExactly(new Gap(0, 10, 15));
        assertThat(places.hasGaps()).as("until it is judged").isTrue();
        places.settled(List.of(new Gap(0, 10, 15)));
        assertThat(places.gaps()).isEmpty();
        assertThat(balance.gone()).as("before it is judged").isZero();
    }

    @Test
    void uploadsThatAreGoneStopTheServiceIfAskedFor() {
        Places places = opened(new PlacePolicy(ReadAgain.SKIP, true), 10);

        places.gone(0, 10, 15);

        assertThat(balance.gone()).isEqualTo(5);
        assertThatThrownBy(() -> task.read(15)).isInstanceOf(StreamException.class)
                .hasMessageContaining("SHELVER_GONE_UPLOADS=continue");
    }

    @Test
    void whatIsGoneAheadIsCountedOnce() {
        Places places = opened(PlacePolicy.DEFAULT, 10);

        places.goneAhead(0, 10, 15);
        places.goneAhead(0, 10, 15);

        assertThat(balance.gone()).isEqualTo(5);
        assertThat(places.all()).isEqualTo(Map.of(0, 15L));
    }

    @Test
    void whatHasTheOffsetsOfAnotherTopicIsNew() {
        opened(PlacePolicy.DEFAULT, 10);
        task.read(10);
        Uuid other = Uuid.randomUuid();
        now = new Now(other, 3);

        assertThat(task.read(0)).isTrue();
        assertThat(task.read(1)).isTrue();
        assertThat(balance.skipped()).isZero();
        assertThat(task.position()).isEqualTo(new Position(other, 2));
    }

    @Test
    void aPartitionThatLostRecordsStopsTheServiceUnlessAllIsToBeDecided() {
        now = new Now(TOPIC, 8);

        opened(PlacePolicy.DEFAULT, 10);
        assertThatThrownBy(() -> task.read(3)).isInstanceOf(StreamException.class)
                .hasMessageContaining("ends at offset 8, and was read to 10")
                .hasMessageContaining("SHELVER_READ_AGAIN=decide");
        opened(new PlacePolicy(ReadAgain.DECIDE, false), 10);
        assertThat(task.read(3)).isTrue();
        assertThat(task.position()).as("what is new is not skipped later").isEqualTo(new Position(TOPIC, 4));
    }

    @Test
    void theBrokersAreAskedOncePerMove() {
        AtomicInteger asked = new AtomicInteger();
        Places places = new Places("product-uploads", TOPIC.toString(), PlacePolicy.DEFAULT, Map.of(), balance,
                partition -> {
                    asked.incrementAndGet();
                    return now;
                });
        task = places.opened(0, Optional.of(new Position(TOPIC, 10)));

        for (long offset = 2; offset < 12; offset++) {
            task.read(offset);
        }
        assertThat(asked).hasValue(1);
        task.read(5);
        task.read(6);
        assertThat(asked).hasValue(2);
        assertThat(balance.skipped()).isEqualTo(10);
    }

    @Test
    void whatTheGroupPassedIsNoGap() {
        Places places = opened(PlacePolicy.DEFAULT, 10);
        places.passed(0, 12);

        task.read(12);
        task.read(14);
        assertThat(places.gaps()).containsExactly(new Gap(0, 13, 14));
        assertThat(task.position()).isEqualTo(new Position(TOPIC, 15));
    }

    @Test
    void aGroupThatIsAheadOfWhatWasReadIsSeenOnce() {
        Places places = places(PlacePolicy.DEFAULT);
        task = places.opened(1, Optional.of(new Position(TOPIC, 4)));

        assertThat(places.takeJumps()).containsExactly(new Gap(1, 4, 7));
        assertThat(places.hasJumps()).isFalse();
        assertThat(task.read(7)).isTrue();
        assertThat(places.gaps()).isEmpty();
    }

    @Test
    void gapsThatNobodyJudgesDoNotFillTheMemory() {
        Places places = opened(PlacePolicy.DEFAULT, 10);
        for (long offset = 11; offset < 60_000; offset += 2) {
            task.read(offset);
        }

        assertThat(places.gaps()).hasSize(10_000).contains(new Gap(0, 59_998, 59_999));
    }

    /** A thread that sleeps for longer than its session goes on with what it polled, while another one has the partition. */
    @Test
    void whatAThreadReadsThatLostThePartitionIsNotReadForTheNewOwner() {
        Places places = opened(PlacePolicy.DEFAULT, 10);
        Places.OfTask zombie = task;
        task = places.opened(0, Optional.of(new Position(TOPIC, 10)));

        for (long offset = 10; offset < 74; offset++) {
            assertThat(zombie.read(offset)).isTrue();
        }
        zombie.close();

        for (long offset = 10; offset < 74; offset++) {
            assertThat(task.read(offset)).isTrue();
        }
        assertThat(balance.skipped()).isZero();
        assertThat(places.all()).isEqualTo(Map.of(0, 74L));
    }

    private Places opened(PlacePolicy policy, long next) {
        Places places = places(policy);
        task = places.opened(0, Optional.of(new Position(TOPIC, next)));
        return places;
    }

    private Places places(PlacePolicy policy) {
        return new Places("product-uploads", TOPIC.toString(), policy, Map.of(1, 7L), balance, partition -> now);
    }
}
