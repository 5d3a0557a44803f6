// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Pace FOUR = new Pace(OptionalDouble.of(4));

    @Test
    void theNextIsDueAfterItsShareOfASecondHoweverLongThisOneTook() {
        assertThat(FOUR.next(10 * SECOND, 10 * SECOND + 1)).isEqualTo(10 * SECOND + SECOND / 4);
        assertThat(FOUR.next(10 * SECOND, 10 * SECOND + SECOND / 5)).isEqualTo(10 * SECOND + SECOND / 4);
    }

    @Test
    void afterAPauseNoMoreThanASecondIsMadeGood() {
        assertThat(FOUR.next(10 * SECOND, 70 * SECOND)).isEqualTo(69 * SECOND);
    }

    @Test
    void withoutARateTheNextIsDueAtOnce() {
        assertThat(new Pace(OptionalDouble.empty()).next(10 * SECOND, 70 * SECOND)).isEqualTo(70 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateThatIsNoneIsRefused(double perSecond) {
        assertThatThrownBy(() -> new Pace(OptionalDouble.of(perSecond))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(perSecond));
    }
}
