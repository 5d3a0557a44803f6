// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.stream.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {

    @Test
    void eachOnceAndInOrderIsClean() {
        assertThat(audit(found("a", 0), found("b", 2), found("a", 1)).isClean()).isTrue();
    }

    @Test
    void aPlantedLossIsFound() {
        assertThat(audit(found("a", 0), found("b", 2)).lost()).containsExactly(1L);
    }

    @Test
    void aPlantedRepeatIsFound() {
        assertThat(audit(found("a", 0), found("a", 1), found("b", 2), found("a", 1)).repeated()).containsExactly(1L);
    }

    @Test
    void aRepeatByAnotherDoorIsFound() {
        assertThat(audit(found("a", 0), found("a", 1), found("b", 2), new Delivery(Door.REVIEWS, 0, "b", 2)).repeated())
                .containsExactly(2L);
    }

    @Test
    void aPlantedSwapWithinAKeyIsFound() {
        assertThat(audit(found("a", 1), found("a", 0), found("b", 2)).misplaced()).containsExactly(0L);
    }

    @Test
    void keysMayOvertakeOneAnother() {
        assertThat(audit(found("b", 2), found("a", 0), found("a", 1)).isClean()).isTrue();
    }

    @Test
    void whatLeftByAWrongDoorIsFound() {
        List<Delivery> deliveries = List.of(found("a", 0), new Delivery(Door.REVIEWS, 0, "a", 1));

        Audit audit = Audit.of(deliveries, 2, delivery -> delivery.door() == Door.CATEGORIES);

        assertThat(audit.strange()).containsExactly(1L);
        assertThat(audit.isClean()).isFalse();
    }

    @Test
    void whatNobodySentIsFound() {
        assertThat(audit(found("a", 0), found("a", 1), found("b", 2), found("b", 3)).strange()).containsExactly(3L);
    }

    private static Audit audit(Delivery... deliveries) {
        return Audit.of(List.of(deliveries), 3);
    }

    private static Delivery found(String key, long number) {
        return new Delivery(Door.CATEGORIES, 0, key, number);
    }
}
