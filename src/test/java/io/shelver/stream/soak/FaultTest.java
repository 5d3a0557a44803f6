// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.soak.Fault.Kind;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {
    private static final List<Kind> ALL = List.of(Kind.values());

    @Test
    void aSeedDrawsTheSameFaultsEverywhere() {
        assertThat(Fault.draw(4, 3, 100_000, 3, ALL)).containsExactly(new Fault(Kind.STOP, 1, 12_246),
                new Fault(Kind.KILL, 1, 22_956), new Fault(Kind.PAUSE, 2, 29_785));
    }

    @Test
    void anotherSeedDrawsOthers() {
        assertThat(Fault.draw(4, 20, 100_000, 3, ALL)).isNotEqualTo(Fault.draw(5, 20, 100_000, 3, ALL));
    }

    @Test
    void manyFaultsAreOfEveryKindAndMeetEveryClassifier() {
        List<Fault> faults = Fault.draw(1, 200, 1_000_000, 3, ALL);

        assertThat(faults).extracting(Fault::kind).contains(Kind.values());
        assertThat(faults).extracting(Fault::target).containsOnly(0, 1, 2).contains(0, 1, 2);
    }

    @Test
    void faultsFallInTheirOrderWhileUploadsAreStillToCome() {
        List<Fault> faults = Fault.draw(1, 200, 1_000_000, 3, ALL);

        assertThat(faults).isSortedAccordingTo(Comparator.comparingLong(Fault::when))
                .allSatisfy(fault -> assertThat(fault.when()).isBetween(20_000L, 980_000L));
    }
}
