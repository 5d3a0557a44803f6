// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoresTest {

    @ParameterizedTest
    @ValueSource(floats = {-0.01f, 1.01f, Float.NaN, Float.POSITIVE_INFINITY})
    void aScoreOutsideOfItsRangeIsRefused(float score) {
        assertThatIllegalArgumentException().isThrownBy(() -> Scores.of(0.5f, score))
                .withMessage("a score must be in [0, 1], not " + score);
    }

    @Test
    void scoresAreCopiedOnTheWayInAndOut() {
        float[] values = {0.5f};
        Scores scores = Scores.of(values);

        values[0] = 0.1f;
        scores.toArray()[0] = 0.2f;

        assertThat(scores.get(0)).isEqualTo(0.5f);
    }

    @Test
    void equalValuesAreEqualScores() {
        assertThat(Scores.of(0.25f, 0.5f)).isEqualTo(Scores.of(0.25f, 0.5f)).isNotEqualTo(Scores.of(0.5f, 0.25f));
    }
}
