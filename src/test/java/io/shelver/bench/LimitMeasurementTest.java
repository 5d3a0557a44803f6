// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LimitMeasurementTest {

    @Property
    void everyBatchHasItsTurn(@ForAll @IntRange(min = 1, max = 2_000) int count) {
        int stride = LimitMeasurement.stride(count);
        Set<Integer> met = new HashSet<>();

        IntStream.range(0, count).forEach(turn -> met.add((int) ((long) turn * stride % count)));

        assertThat(met).hasSize(count);
    }

    @Test
    void aSampleIsTakenEvenlyFromAllOfThem() {
        List<Integer> all = IntStream.range(0, 10).boxed().toList();

        assertThat(LimitMeasurement.sample(all, 5)).containsExactly(0, 2, 4, 6, 8);
        assertThat(LimitMeasurement.sample(all, 100)).isEqualTo(all);
    }
}
