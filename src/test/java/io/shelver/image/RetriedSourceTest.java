// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RetriedSourceTest {
    private static final Image.Encoded PICTURE = Image.Encoded.of(new byte[]{1});
    private static final Duration AMPLE = Duration.ofSeconds(10);

    @Test
    void whatFailsOnceIsAskedForAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        FakeSource moody = new FakeSource((link, deadline) -> {
            if (times.incrementAndGet() < RetriedSource.ATTEMPTS) {
                throw NotNowException.gone("not now");
            }
            return PICTURE;
        });

        assertThat(retried(moody).fetch("a", Deadline.in(AMPLE))).isSameAs(PICTURE);
    }

    @Test
    void afterSomeAttemptsItIsGivenUp() {
        FakeSource dead = new FakeSource((link, deadline) -> {
            throw NotNowException.gone("not now");
        });

        assertThatThrownBy(() -> retried(dead).fetch("a", Deadline.in(AMPLE))).hasMessage("not now");
        assertThat(dead.asked()).hasSize(RetriedSource.ATTEMPTS);
    }

    @Test
    void whatIsHopelessIsNotAskedForAgain() {
        FakeSource hopeless = new FakeSource((link, deadline) -> {
            throw new UnreadableException("never");
        });

        assertThatThrownBy(() -> retried(hopeless).fetch("a", Deadline.in(AMPLE))).hasMessage("never");
        assertThat(hopeless.asked()).hasSize(1);
    }

    @Test
    void thereIsNoWaitingForAHostThatAsksForMoreTimeThanThereIs() {
        FakeSource busy = new FakeSource((link, deadline) -> {
            throw NotNowException.busy("later", Optional.of(Duration.ofHours(1)));
        });

        assertThatThrownBy(() -> retried(busy).fetch("a", Deadline.in(AMPLE))).hasMessage("later");
        assertThat(busy.asked()).hasSize(1);
    }

    @Test
    void onlyALonePictureWaitsLongForItsTurn() throws Exception {
        AtomicInteger times = new AtomicInteger();
        FakeSource paced = new FakeSource((link, deadline) -> {
            if (times.incrementAndGet() == 1) {
                throw NotNowException.paced("its turn is later", Duration.ofMillis(300));
            }
            return PICTURE;
        });

        assertThatThrownBy(() -> retried(paced).fetch("a", Deadline.in(AMPLE))).hasMessage("its turn is later");
        times.set(0);
        assertThat(retried(paced).fetch("a", Deadline.in(AMPLE).forOne())).isSameAs(PICTURE);
    }

    @Test
    void afterTheDeadlineNothingIsAskedForAgain() {
        FakeSource dead = new FakeSource((link, deadline) -> {
            throw NotNowException.gone("not now");
        });

        assertThatThrownBy(() -> retried(dead).fetch("a", Deadline.in(Duration.ZERO))).hasMessage("not now");
        assertThat(dead.asked()).hasSize(1);
    }

    private static RetriedSource retried(PictureSource source) {
        return new RetriedSource(source, Duration.ofSeconds(60), new Random(1));
    }
}
