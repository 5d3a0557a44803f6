// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelTest {

    @Test
    void aLabelIsItsWholePath() {
        assertThat(Label.of("Apparel", "Topwear", "Shirts")).hasToString("Apparel > Topwear > Shirts");
    }

    @Test
    void equalNamesBelowDifferentParentsAreDifferentLabels() {
        assertThat(Label.of("Men", "Shirts")).isNotEqualTo(Label.of("Women", "Shirts"));
    }

    @Test
    void theParentIsThePathWithoutItsLeaf() {
        assertThat(Label.of("Apparel", "Topwear", "Shirts").parent()).contains(Label.of("Apparel", "Topwear"));
    }

    @Test
    void aRootHasNoParent() {
        assertThat(Label.of("Apparel").parent()).isEmpty();
    }

    @Test
    void rootAndLeafAreTheEndsOfThePath() {
        Label label = Label.of("Apparel", "Topwear", "Shirts");

        assertThat(List.of(label.root(), label.leaf())).containsExactly("Apparel", "Shirts");
    }

    @Test
    void anEmptyPathIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Label::of).withMessageContaining("not []");
    }

    @Test
    void aBlankNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Label.of("Apparel", " "))
                .withMessageContaining("[Apparel,  ]");
    }

    @Test
    void laterChangesOfTheListChangeNothing() {
        List<String> path = new ArrayList<>(List.of("Apparel"));
        Label label = new Label(path);

        path.add("Topwear");

        assertThat(label).isEqualTo(Label.of("Apparel"));
    }
}
