// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitTest {
    private static final Limit.Part MODEL = new Limit.Part("run.image", 3, 0, 32);
    private static final Limit.Part DECODING = new Limit.Part("decode", 1, 0, 0);

    @Test
    void coresShareTheWork() {
        Limit limit = new Limit(List.of(MODEL, DECODING), 2);

        assertThat(limit.perSecond()).isCloseTo(500, within(1e-9));
    }

    @Test
    void aDeviceThatIsSlowerThanTheProcessorsDecides() {
        Limit limit = new Limit(List.of(DECODING, new Limit.Part("run.image", 0.2, 4, 64)), 8);

        assertThat(limit.perSecond()).isCloseTo(250, within(1e-9));
    }

    @Test
    void workThatTakesNoTimeIsRefused() {
        assertThatThrownBy(() -> new Limit(List.of(), 2)).hasMessageContaining("must take processor time");
    }
}
