// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aFeatureThatIsNotFiniteIsRefused(float feature) {
        assertThatIllegalArgumentException().isThrownBy(() -> Features.of(-7, feature))
                .withMessage("a feature must be finite, not " + feature);
    }

    @Test
    void featuresAreCopiedOnTheWayInAndOut() {
        float[] values = {0.5f};
        Features features = Features.of(values);

        values[0] = 0.1f;
        features.toArray()[0] = 0.2f;

        assertThat(features.toArray()).containsExactly(0.5f);
    }

    @Test
    void evidenceWithoutFeaturesIsEqualToEvidenceWithNone() {
        Scores scores = Scores.of(0.5f);

        assertThat(new Evidence.Scored(scores, 0)).isEqualTo(new Evidence.Scored(scores, 0, Features.of()))
                .isNotEqualTo(new Evidence.Scored(scores, 0, Features.of(1)));
    }
}
