// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilentHostsTest {
    private final AtomicLong now = new AtomicLong();
    private final SilentHosts hosts = new SilentHosts(now::get);

    @Test
    void aHostIsLeftAloneAfterItWasSilentTimeAfterTime() {
        silence(SilentHosts.PATIENCE - 1);
        assertThat(hosts.pause("a.test")).isEmpty();

        silence(1);

        assertThat(hosts.pause("a.test")).contains(SilentHosts.PAUSE);
        assertThat(hosts.pause("b.test")).isEmpty();
    }

    @Test
    void anAnswerBetweenThemMakesItForgotten() {
        silence(SilentHosts.PATIENCE - 1);

        hosts.answered("a.test");
        silence(SilentHosts.PATIENCE - 1);

        assertThat(hosts.pause("a.test")).isEmpty();
    }

    @Test
    void afterThePauseOneTriesAndTheOthersWaitForIt() {
        silence(SilentHosts.PATIENCE);
        now.addAndGet(SilentHosts.PAUSE.toNanos());

        assertThat(hosts.pause("a.test")).isEmpty();
        assertThat(hosts.pause("a.test")).isPresent();

        hosts.answered("a.test");
        assertThat(hosts.pause("a.test")).isEmpty();
    }

    @Test
    void noMoreHostsAreRememberedThanFit() {
        silence(SilentHosts.PATIENCE);
        for (int i = 0; i < 2_000; i++) {
            hosts.silent("host-" + i);
        }

        assertThat(hosts.pause("a.test")).as("the oldest is forgotten").isEmpty();
    }

    private void silence(int times) {
        for (int i = 0; i < times; i++) {
            hosts.silent("a.test");
        }
    }
}
