// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPaceTest {
    private static final String HOST = "images.example";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** The clock may start anywhere, below zero included. */
    private long now = -Duration.ofSeconds(5).toNanos();
    private final HostPace pace = new HostPace(() -> now);

    @Test
    void aHostThatNeverRefusedIsAskedAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.turn(HOST, "/" + i, LONG)).isEmpty();
            pace.served(HOST);
        }
    }

    @Test
    void aHostThatRefusesIsLeftAloneAsLongAsItAsks() {
        assertThat(pace.refused(HOST, "/a", Optional.of(Duration.ofSeconds(7)), LONG)).isEqualTo(Duration.ofSeconds(7));
        assertThat(pace.turn(HOST, "/b", LONG).orElseThrow()).isGreaterThan(Duration.ofSeconds(7));
        assertThat(pace.turn("other.example", "/a", LONG)).isEmpty();
    }

    @Test
    void aLinkKeepsItsTurn() {
        Duration first = pace.refused(HOST, "/a", Optional.of(SECOND), LONG);
        Duration second = pace.turn(HOST, "/b", LONG).orElseThrow();
        advance(first);

        assertThat(pace.turn(HOST, "/a", LONG)).isEmpty();
        assertThat(pace.turn(HOST, "/c", LONG).orElseThrow()).isGreaterThan(second.minus(first));
        advance(second.minus(first));
        assertThat(pace.turn(HOST, "/b", LONG)).isEmpty();
    }

    @Test
    void whoComesTooEarlyKeepsItsTurn() {
        pace.refused(HOST, "/a", Optional.of(SECOND), LONG);
        advance(Duration.ofMillis(400));

        assertThat(pace.turn(HOST, "/a", LONG)).contains(Duration.ofMillis(600));
    }

    @Test
    void withoutAWishThePauseIsASecond() {
        assertThat(pace.refused(HOST, "/a", Optional.empty(), LONG)).isEqualTo(HostPace.PAUSE);
        assertThat(pace.refused("other.example", "/a", Optional.of(Duration.ZERO), LONG)).isEqualTo(HostPace.PAUSE);
    }

    /** A shop's picture of "no picture" is in many listings. */
    @Test
    void listingsWithOneLinkShareItsTurnAndAllComeThrough() {
        pace.refused(HOST, "/none", Optional.of(SECOND), LONG);
        int through = 0;
        for (int ask = 0; ask < 40 && through < 5; ask++) {
            Optional<Duration> turn = pace.turn(HOST, "/none", LONG);
            if (turn.isEmpty()) {
                through++;
            } else {
                assertThat(pace.turn(HOST, "/none", LONG)).isEqualTo(turn);
                advance(turn.get());
            }
        }

        assertThat(through).isEqualTo(5);
    }

    @Test
    void aTurnThatIsTooLateForItsCallerIsGivenToOthers() {
        pace.refused(HOST, "/a", Optional.of(SECOND), LONG);
        for (int i = 0; i < 100; i++) {
            pace.turn(HOST, "/impatient" + i, Duration.ofMillis(1));
        }

        assertThat(pace.turn(HOST, "/patient", LONG).orElseThrow()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aPaceDoesNotGrowFarBeyondWhatTheHostServes() {
        for (int i = 0; i < 10; i++) {
            pace.served(HOST);
        }
        pace.refused(HOST, "/a", Optional.of(SECOND), LONG);
        for (int i = 0; i < 5_000; i++) {
            advance(Duration.ofMillis(100));
            pace.served(HOST);
            if (i % 400 == 0) {
                pace.refused(HOST, "/" + i, Optional.of(SECOND), LONG);
            }
        }
        Duration first = pace.turn(HOST, "/x", LONG).orElse(Duration.ZERO);
        Duration second = pace.turn(HOST, "/y", LONG).orElse(Duration.ZERO);

        assertThat(second.minus(first)).isGreaterThan(Duration.ofMillis(40));
    }

    @Test
    void noHostSilencesItselfForHours() {
        pace.refused(HOST, "/a", Optional.of(Duration.ofDays(1)), LONG);
        advance(HostPace.HORIZON);

        assertThat(pace.turn(HOST, "/a", LONG)).isEmpty();
    }

    @Test
    void aPaceIsForgottenWhenTheHostHasNotRefusedForAWhile() {
        pace.refused(HOST, "/a", Optional.of(SECOND), LONG);
        advance(Duration.ofMinutes(2));

        for (int i = 0; i < 100; i++) {
            assertThat(pace.turn(HOST, "/" + i, LONG)).isEmpty();
        }
    }

    /** The host serves so many in any window of a second, and asks whoever comes too often to wait a second. */
    @ParameterizedTest
    @CsvSource({"60, 10, 9", "60, 5, 18", "600, 50, 18", "30, 1, 45"})
    void everyPictureOfASlowHostComes(int pictures, int perSecond, int seconds) {
        Deque<Long> window = new ArrayDeque<>();
        TreeMap<Long, List<Integer>> waiting = new TreeMap<>();
        waiting.put(now, new ArrayList<>(IntStream.range(0, pictures).boxed().toList()));
        long begin = now;
        int refusals = 0;
        int served = 0;
        while (!waiting.isEmpty()) {
            now = waiting.firstKey();
            for (int picture : waiting.pollFirstEntry().getValue()) {
                Optional<Duration> turn = pace.turn(HOST, "/" + picture, LONG);
                while (!window.isEmpty() && now - window.peekFirst() >= SECOND.toNanos()) {
                    window.removeFirst();
                }
                if (turn.isEmpty() && window.size() >= perSecond) {
                    refusals++;
                    turn = Optional.of(pace.refused(HOST, "/" + picture, Optional.of(SECOND), LONG));
                } else if (turn.isEmpty()) {
                    window.addLast(now);
                    pace.served(HOST);
                    served++;
                }
                turn.ifPresent(wait -> waiting.computeIfAbsent(now + wait.toNanos(), at -> new ArrayList<>())
                        .add(picture));
            }
        }

        assertThat(served).isEqualTo(pictures);
        assertThat(Duration.ofNanos(now - begin)).isLessThan(Duration.ofSeconds(seconds));
        assertThat(refusals).isLessThanOrEqualTo(1 + pictures / 10);
    }

    private void advance(Duration time) {
        now += time.toNanos();
    }
}
