// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static io.shelver.testing.Products.APPAREL;
import static io.shelver.testing.Products.DECODING;
import static io.shelver.testing.Products.FOOTWEAR;
import static io.shelver.testing.Products.MEN;
import static io.shelver.testing.Products.SHIRTS;
import static io.shelver.testing.Products.SHOES;
import static io.shelver.testing.Products.TOPWEAR;
import static io.shelver.testing.Products.TSHIRTS;
import static io.shelver.testing.Products.WOMEN;
import static io.shelver.testing.Products.index;
import static io.shelver.testing.Products.scores;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Label;
import io.shelver.catalog.Taxonomy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoherentTest {

    @Test
    void aChildNeverScoresAboveItsParent() {
        Coherent coherent = decode(Map.of(APPAREL, 0.7, TOPWEAR, 0.6, SHIRTS, 0.9));

        assertThat(coherent.score(index(SHIRTS))).isEqualTo(0.6f);
    }

    @Test
    void aLabelIsEmittedFromItsThreshold() {
        Coherent coherent = decode(Map.of(APPAREL, 0.5, TOPWEAR, 0.4999));

        assertThat(emitted(coherent)).containsExactly(APPAREL);
    }

    @Test
    void aLabelIsNotEmittedWithoutItsParent() {
        Decoding strictRoots = new Decoding(DECODING.taxonomy(),
                List.of(0.9f, 0.9f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f),
                DECODING.shelf(), DECODING.groups(), DECODING.margin());

        Coherent coherent = Coherent.decode(strictRoots, scores(Map.of(APPAREL, 0.8, TOPWEAR, 0.8, SHIRTS, 0.8)));

        assertThat(coherent.emitted()).isEmpty();
    }

    @Test
    void ofAGroupOnlyTheBestIsEmitted() {
        Coherent coherent = decode(Map.of(MEN, 0.7, WOMEN, 0.8));

        assertThat(emitted(coherent)).containsExactly(WOMEN);
    }

    @Test
    void ofEqualsInAGroupTheFirstIsEmitted() {
        Coherent coherent = decode(Map.of(MEN, 0.8, WOMEN, 0.8));

        assertThat(emitted(coherent)).containsExactly(MEN);
    }

    @Test
    void theLoserOfAGroupTakesItsChildrenAlong() {
        Coherent coherent = decode(Map.of(APPAREL, 0.8, FOOTWEAR, 0.7, SHOES, 0.7));

        assertThat(emitted(coherent)).containsExactly(APPAREL);
    }

    @Test
    void labelsOutsideOfGroupsAreEmittedSideBySide() {
        Coherent coherent = decode(Map.of(APPAREL, 0.8, MEN, 0.7));

        assertThat(emitted(coherent)).containsExactly(APPAREL, MEN);
    }

    @Test
    void theBestShelfNeedNotBeEmitted() {
        Coherent coherent = decode(Map.of(APPAREL, 0.8, TOPWEAR, 0.7, TSHIRTS, 0.3));

        assertThat(coherent.bestShelf()).hasValue(index(TSHIRTS));
    }

    @Test
    void ofEqualShelvesTheDeeperIsTheBest() {
        Taxonomy nested = new Taxonomy("nested", "1", List.of(Label.of("Toys"), Label.of("Toys", "Trains")));
        Decoding bothShelves = new Decoding(nested, List.of(0.5f, 0.5f), List.of(true, true), List.of(), 0);

        Coherent coherent = Coherent.decode(bothShelves, Scores.of(0.8f, 0.9f));

        assertThat(coherent.bestShelf()).hasValue(1);
    }

    @Test
    void withoutShelvesNoneIsTheBest() {
        Decoding noShelves = new Decoding(DECODING.taxonomy(), DECODING.emit(),
                Collections.nCopies(DECODING.taxonomy().size(), false), DECODING.groups(), DECODING.margin());

        Coherent coherent = Coherent.decode(noShelves, scores(Map.of(APPAREL, 0.9)));

        assertThat(coherent.bestShelf()).isEmpty();
    }

    @Test
    void theRootIsThatOfTheShelfAndNotOfTheBestLabel() {
        Coherent coherent = decode(Map.of(MEN, 0.99, FOOTWEAR, 0.8, SHOES, 0.7));

        assertThat(coherent.root()).isEqualTo("Footwear");
    }

    @Test
    void withoutAShelfTheRootIsThatOfTheBestLabel() {
        Coherent coherent = decode(Map.of(MEN, 0.99, FOOTWEAR, 0.8, SHOES, 0.3));

        assertThat(coherent.root()).isEqualTo("Men");
    }

    @Test
    void candidatesComeBestFirstAndAmongEqualsTheDeeperFirst() {
        Coherent coherent = decode(Map.of(APPAREL, 0.8, TOPWEAR, 0.8, MEN, 0.9, SHIRTS, 0.1));

        assertThat(coherent.candidates(4)).extracting(ScoredLabel::label)
                .containsExactly(MEN, TOPWEAR, APPAREL, SHIRTS);
    }

    private static Coherent decode(Map<Label, Double> likely) {
        return Coherent.decode(DECODING, scores(likely));
    }

    private static List<Label> emitted(Coherent coherent) {
        return coherent.emitted().stream().map(DECODING.taxonomy()::label).toList();
    }
}
