// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTest {

    @Test
    void everyKindHasFifteenInputsOrMoreAndNoNameTwice() {
        int all = 0;
        for (var kind : Corpus.kinds().entrySet()) {
            List<Poison> inputs = kind.getValue().get();

            assertThat(inputs).as(kind.getKey()).hasSizeGreaterThanOrEqualTo(15);
            assertThat(inputs).extracting(Poison::name).as(kind.getKey()).doesNotHaveDuplicates();
            all += inputs.size();
        }
        assertThat(all).isGreaterThanOrEqualTo(800);
    }

    @Test
    void whatIsDrawnByChanceIsDrawnAlike() {
        for (String kind : List.of("schema ids", "flipped bits", "spliced events")) {
            assertThat(digests(kind)).isEqualTo(digests(kind));
        }
    }

    private static List<Integer> digests(String kind) {
        return Corpus.kinds().get(kind).get().stream().map(poison -> Arrays.hashCode(poison.value())).toList();
    }
}
