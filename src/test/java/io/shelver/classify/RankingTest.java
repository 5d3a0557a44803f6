// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RankingTest {

    @Property
    void theFirstAreThoseOfASortedList(@ForAll @Size(max = 40) List<@IntRange(min = 0, max = 5) Integer> scores,
            @ForAll @IntRange(min = 1, max = 12) int most) {
        List<Integer> sorted = IntStream.range(0, scores.size()).boxed()
                .sorted(Comparator.comparing((Integer label) -> -scores.get(label))).limit(most).toList();

        assertThat(Ranking.first(most, scores.size(), (label, other) -> scores.get(label) > scores.get(other)).boxed())
                .containsExactlyElementsOf(sorted);
    }
}
