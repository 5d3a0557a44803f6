// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegalTest {
    private static final Legal<Integer> RANGE = Legal.range(1, 1024);

    @Test
    void aRangeGivesTheWordsAndTheCheck() {
        assertThat(RANGE.words()).isEqualTo("1 to 1024");
        assertThat(RANGE.parser().apply("1")).isEqualTo(1);
        assertThat(RANGE.parser().apply("1024")).isEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1025", "99999999999", "many", ""})
    void whatIsOutsideOfARangeIsRefused(String text) {
        assertThatThrownBy(() -> RANGE.parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneValueMoreIsLegalAndNothingBetween() {
        Legal<Integer> legal = RANGE.or(-1);

        assertThat(legal.words()).isEqualTo("1 to 1024, or -1");
        assertThat(legal.parser().apply("-1")).isEqualTo(-1);
        assertThatThrownBy(() -> legal.parser().apply("0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListHasAnyNumberOfValuesAndEachMustBeLegal() {
        Legal<List<Integer>> legal = RANGE.list();

        assertThat(legal.words()).isEqualTo("1 to 1024, separated by commas");
        assertThat(legal.parser().apply("")).isEmpty();
        assertThat(legal.parser().apply("1, 7")).containsExactly(1, 7);
        assertThatThrownBy(() -> legal.parser().apply("1,0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWordOrTheEmptyTextMayStandForNoValue() {
        assertThat(RANGE.orWord("none").words()).isEqualTo("1 to 1024, or none");
        assertThat(RANGE.orWord("none").parser().apply("none")).isEqualTo(Optional.empty());
        assertThat(RANGE.optional().words()).isEqualTo("1 to 1024");
        assertThat(RANGE.optional().parser().apply("")).isEqualTo(Optional.empty());
        assertThat(RANGE.optional().parser().apply("7")).isEqualTo(Optional.of(7));
    }

    @Test
    void theEndsOfAnOpenRangeAreNotLegal() {
        Legal<Double> legal = Legal.between(0, 1);

        assertThat(legal.words()).isEqualTo("above 0, below 1");
        assertThat(legal.parser().apply("0.5")).isEqualTo(0.5);
        assertThatThrownBy(() -> legal.parser().apply("0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> legal.parser().apply("1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> legal.parser().apply("NaN")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everyDefaultIsLegal(Setting setting) {
        assertThatCode(() -> setting.parse(setting.byDefault())).doesNotThrowAnyException();
    }
}
