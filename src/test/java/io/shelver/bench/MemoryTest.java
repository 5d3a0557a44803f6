// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void growthIsFromTheFirstTenthToTheEnd() {
        Memory memory = new Memory("texts", 30, List.of(new Memory.Sample(10, 100, 50), new Memory.Sample(20, 180, 40),
                new Memory.Sample(30, 102, 50)));

        assertThat(memory.residentGrowth()).isCloseTo(0.02, within(1e-9));
        assertThat(memory.heapGrowth()).isZero();
    }

    @Test
    void oneSampleIsNoGrowth() {
        assertThatThrownBy(() -> new Memory("texts", 1, List.of(new Memory.Sample(1, 1, 1))))
                .hasMessageContaining("at least 2 samples, not 1");
    }
}
