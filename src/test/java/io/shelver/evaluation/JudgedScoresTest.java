// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shelver.evaluation.Report.Bin;
import io.shelver.evaluation.Report.Risk;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgedScoresTest {

    @Test
    void partsHaveEqualMassAndTheFirstTakeWhatIsLeft() {
        JudgedScores verdicts = verdicts(7);

        assertThat(verdicts.bins(3)).extracting(Bin::labels).containsExactly(3, 2, 2);
    }

    @Test
    void aPartHasItsMeanScoreAndItsShareOfRightOnes() {
        JudgedScores verdicts = new JudgedScores();
        verdicts.add(0.75f, true);
        verdicts.add(0.25f, false);
        verdicts.add(1, true);
        verdicts.add(0.5f, true);

        assertThat(verdicts.bins(2)).containsExactly(new Bin(2, 0.375, 0.5), new Bin(2, 0.875, 1));
    }

    @Test
    void theCalibrationErrorIsTheMeanDistanceOfScoreAndShare() {
        JudgedScores verdicts = new JudgedScores();
        verdicts.add(0.25f, false);
        verdicts.add(0.5f, true);
        verdicts.add(0.75f, true);
        verdicts.add(1, true);

        double error = verdicts.calibrationError(2);

        // (2 * |0.375 - 0.5| + 2 * |0.875 - 1|) / 4
        assertThat(error).isEqualTo(0.125);
    }

    @Test
    void theOrderInWhichEqualScoresComeChangesNothing() {
        JudgedScores rightFirst = new JudgedScores();
        JudgedScores wrongFirst = new JudgedScores();

        IntStream.range(0, 10).forEach(number -> rightFirst.add(0.5f, number < 5));
        IntStream.range(0, 10).forEach(number -> wrongFirst.add(0.5f, number >= 5));

        assertThat(rightFirst.calibrationError(2)).isEqualTo(wrongFirst.calibrationError(2)).isZero();
    }

    @Test
    void fewVerdictsMakeFewParts() {
        assertThat(verdicts(2).bins(15)).hasSize(2);
    }

    @Test
    void withoutVerdictsThereIsNoError() {
        assertThat(new JudgedScores().calibrationError(15)).isZero();
    }

    @Test
    void riskIsTheShareOfWrongOnesAmongTheMostConfident() {
        JudgedScores verdicts = new JudgedScores();
        verdicts.add(0.5f, false);
        verdicts.add(1, true);
        verdicts.add(0.75f, false);
        verdicts.add(0.25f, true);

        assertThat(verdicts.riskByCoverage(4)).containsExactly(new Risk(0.25, 0, 1), new Risk(0.5, 0.5, 0.75),
                new Risk(0.75, 2.0 / 3, 0.5), new Risk(1, 0.5, 0.25));
    }

    @Test
    void equalConfidencesAreAcceptedTogether() {
        JudgedScores verdicts = new JudgedScores();
        IntStream.range(0, 4).forEach(number -> verdicts.add(0.5f, number > 0));

        assertThat(verdicts.riskByCoverage(4)).containsExactly(new Risk(1, 0.25, 0.5));
    }

    @Test
    void manyVerdictsMakeAsManyPointsAsAskedFor() {
        JudgedScores verdicts = verdicts(10_000);

        assertThat(verdicts.riskByCoverage(100)).hasSize(100).last()
                .satisfies(risk -> assertThat(risk.error()).isCloseTo(0.5, within(1e-9)));
    }

    private static JudgedScores verdicts(int count) {
        JudgedScores verdicts = new JudgedScores();
        IntStream.range(0, count).forEach(number -> verdicts.add((float) number / count, number % 2 == 0));
        return verdicts;
    }
}
