// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static io.shelver.testing.Products.TAXONOMY;
import static io.shelver.testing.Products.index;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shelver.classify.Decoding.Group;
import io.shelver.testing.Products;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodingTest {
    private static final List<Float> EMIT = Collections.nCopies(TAXONOMY.size(), 0.5f);
    private static final List<Boolean> SHELF = Collections.nCopies(TAXONOMY.size(), true);

    @Test
    void everyLabelNeedsAThreshold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Decoding(TAXONOMY, EMIT.subList(1, EMIT.size()), SHELF, List.of(), 0))
                .withMessageContaining("8 labels").withMessageContaining("7 thresholds");
    }

    @Test
    void aThresholdOfZeroIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Decoding(TAXONOMY, Collections.nCopies(8, 0f), SHELF, List.of(), 0))
                .withMessageContaining("emit thresholds must be in (0, 1]");
    }

    @Test
    void aMarginAboveOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Decoding(TAXONOMY, EMIT, SHELF, List.of(), 1.5f))
                .withMessageContaining("not 1.5");
    }

    @Test
    void aGroupOfLabelsThatAreNotSiblingsIsRefused() {
        Group mixed = new Group(List.of(index(Products.APPAREL), index(Products.SHIRTS)), false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Decoding(TAXONOMY, EMIT, SHELF, List.of(mixed), 0))
                .withMessageContaining("siblings");
    }

    @Test
    void aLabelInTwoGroupsIsRefused() {
        Group group = new Group(List.of(index(Products.MEN), index(Products.WOMEN)), false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Decoding(TAXONOMY, EMIT, SHELF, List.of(group, group), 0))
                .withMessageContaining("in no other group");
    }

    @Test
    void aGroupOfALabelThatIsNotThereIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Decoding(TAXONOMY, EMIT, SHELF, List.of(new Group(List.of(8), false)), 0))
                .withMessageContaining("label 8");
    }

    @Test
    void anEmptyGroupIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Group(List.of(), true));
    }
}
