// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Label;
import io.shelver.classify.Door;
import io.shelver.classify.FailureClass;
import io.shelver.classify.ScoredLabel;
import io.shelver.stream.clients.Delivered;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WatchCommandTest {
    private static final List<ScoredLabel> BAGS = List.of(new ScoredLabel(new Label(List.of("Accessories")), 0.9f),
            new ScoredLabel(new Label(List.of("Accessories", "Bags")), 0.5f));

    @Test
    void aLineHasTheDoorTheKeyTheDeepestLabelsAndWhyItIsUnsure() {
        Delivered unsure = new Delivered(new UUID(0, 1), Door.REVIEWS, "sample-001", BAGS,
                List.of("LOW_CONFIDENCE: 'red boots' is secret", "LOW_CONFIDENCE: again"), Map.of());

        assertThat(WatchCommand.line(unsure))
                .isEqualTo("reviews       sample-001  Accessories > Bags 0.500  LOW_CONFIDENCE");
    }

    @Test
    void aKeyFromAStrangerCannotMoveTheCursor() {
        Delivered letter = Delivered.refused(new UUID(0, 1), "a\u001b[2Jb", FailureClass.NOT_AVRO, "no event");

        assertThat(WatchCommand.line(letter)).isEqualTo("dead-letters  a\u00b7[2Jb  NOT_AVRO");
    }
}
