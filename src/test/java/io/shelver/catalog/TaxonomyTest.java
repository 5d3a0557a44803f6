// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaxonomyTest {
    private static final Label TOYS = Label.of("Toys");
    private static final Label TRAINS = Label.of("Toys", "Trains");

    @Test
    void aLabelKnowsItsIndexAndAnIndexItsLabel() {
        Taxonomy taxonomy = taxonomy(TOYS, TRAINS);

        assertThat(taxonomy.label(taxonomy.indexOf(TRAINS).orElseThrow())).isEqualTo(TRAINS);
    }

    @Test
    void aLabelFromElsewhereHasNoIndex() {
        assertThat(taxonomy(TOYS).indexOf(TRAINS)).isEmpty();
    }

    @Test
    void aChildKnowsItsParent() {
        assertThat(taxonomy(Label.of("Books"), TOYS, TRAINS).parent(2)).isEqualTo(1);
    }

    @Test
    void aRootHasNoParent() {
        assertThat(taxonomy(TOYS).parent(0)).isEqualTo(Taxonomy.NO_PARENT);
    }

    @Test
    void aChildBeforeItsParentIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> taxonomy(TRAINS, TOYS))
                .withMessageContaining("'Toys > Trains' comes before its parent 'Toys'");
    }

    @Test
    void aLabelThatStandsTwiceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> taxonomy(TOYS, TOYS))
                .withMessageContaining("lists the label 'Toys' twice");
    }

    @Test
    void anEmptyTaxonomyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> taxonomy()).withMessageContaining("at least one label");
    }

    private static Taxonomy taxonomy(Label... labels) {
        return new Taxonomy("toys", "1", List.of(labels));
    }
}
