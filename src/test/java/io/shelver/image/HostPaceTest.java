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

    /** The clock may start anywhere, below zero included. */
    private long now = -Duration.ofSeconds(5).toNanos();
    private final HostPace pace = new HostPace(() -> now);

    @Test
    void aHostThatNeverRefusedIsAskedAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.turn(HOST, "/" + i)).isEmpty();
            pace.served(HOST);
        }
    }

    @Test
    void aHostThatRefusesIsLeftAloneAsLongAsItAsks() {
        assertThat(pace.refused(HOST, "/a", Optional.of(Duration.ofSeconds(7)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(pace.turn(HOST, "/b").orElseThrow()).isGreaterThan(Duration.ofSeconds(7));
        assertThat(pace.turn("other.example", "/a")).isEmpty();
    }

    @Test
    void aLinkKeepsItsTurn() {
        Duration first = pace.refused(HOST, "/a", Optional.of(SECOND));
        Duration second = pace.turn(HOST, "/b").orElseThrow();
        advance(first);

        assertThat(pace.turn(HOST, "/a")).isEmpty();
        assertThat(pace.turn(HOST, "/c").orElseThrow()).isGreaterThan(second.minus(first));
        advance(second.minus(first));
        assertThat(pace.turn(HOST, "/b")).isEmpty();
    }

    @Test
    void whoComesTooEarlyGetsALaterTurn() {
        pace.refused(HOST, "/a", Optional.of(SECOND));

        assertThat(pace.turn(HOST, "/a").orElseThrow()).isGreaterThan(SECOND);
    }

    @Test
    void withoutAWishThePauseIsASecond() {
        assertThat(pace.refused(HOST, "/a", Optional.empty())).isEqualTo(HostPace.PAUSE);
        assertThat(pace.refused("other.example", "/a", Optional.of(Duration.ZERO))).isEqualTo(HostPace.PAUSE);
    }

    @Test
    void noHostSilencesItselfForHours() {
        pace.refused(HOST, "/a", Optional.of(Duration.ofDays(1)));
        advance(HostPace.HORIZON);

        assertThat(pace.turn(HOST, "/b")).isEmpty();
    }

    @Test
    void aPaceIsForgottenWhenTheHostHasNotRefusedForAWhile() {
        pace.refused(HOST, "/a", Optional.of(SECOND));
        advance(Duration.ofMinutes(2));

        for (int i = 0; i < 100; i++) {
            assertThat(pace.turn(HOST, "/" + i)).isEmpty();
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
                Optional<Duration> turn = pace.turn(HOST, "/" + picture);
                while (!window.isEmpty() && now - window.peekFirst() >= SECOND.toNanos()) {
                    window.removeFirst();
                }
                if (turn.isEmpty() && window.size() >= perSecond) {
                    refusals++;
                    turn = Optional.of(pace.refused(HOST, "/" + picture, Optional.of(SECOND)));
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
