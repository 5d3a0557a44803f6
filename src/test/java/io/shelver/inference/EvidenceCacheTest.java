// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shelver.classify.Evidence;
import io.shelver.classify.Features;
import io.shelver.classify.Scores;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvidenceCacheTest {
    private static final Evidence.Scored SCORED = new Evidence.Scored(Scores.of(new float[95]), 0.1);
    private static final int BYTES = EvidenceCache.bytes(SCORED);

    @Test
    void anEntryTakesItsScoresItsFeaturesAndWhatSurroundsThem() {
        assertThat(BYTES).isEqualTo(EvidenceCache.ENTRY_BYTES + 95 * 4);
        assertThat(EvidenceCache.bytes(new Evidence.Scored(Scores.of(new float[95]), 0, Features.of(1, 2, 3))))
                .isEqualTo(BYTES + 12);
    }

    @Test
    void itTakesNoMoreThanItMayAndUsesThat() {
        EvidenceCache cache = EvidenceCache.of(10L * BYTES + 1);

        IntStream.range(0, 10_000).forEach(text -> cache.keep(hash(text), SCORED));

        assertThat(cache.bytes()).isEqualTo(10L * BYTES);
        assertThat(IntStream.range(0, 10_000).filter(text -> cache.find(hash(text)).isPresent()).count())
                .isEqualTo(10);
    }

    @Test
    void whatIsAskedForAgainAndAgainOutlivesWhatIsSeenOnce() {
        EvidenceCache cache = EvidenceCache.of(100L * BYTES);
        cache.keep(hash(0), SCORED);

        for (int text = 1; text < 10_000; text++) {
            cache.keep(hash(text), SCORED);
            assertThat(cache.find(hash(0))).as("after %d others", text).contains(SCORED);
        }
    }

    @Test
    void whatIsLargerThanAllOfItIsNotKept() {
        EvidenceCache cache = EvidenceCache.of(BYTES - 1);

        cache.keep(hash(0), SCORED);

        assertThat(cache.find(hash(0))).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void aCacheOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> EvidenceCache.of(0)).withMessageContaining("not 0");
    }

    private static ContentHash hash(int text) {
        return ContentHash.of("title", String.valueOf(text));
    }
}
