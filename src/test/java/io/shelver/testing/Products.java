// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.catalog.Image;
import io.shelver.catalog.Label;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Acceptance;
import io.shelver.classify.Acceptance.Threshold;
import io.shelver.classify.DecisionPolicy;
import io.shelver.classify.Decoding;
import io.shelver.classify.Decoding.Group;
import io.shelver.classify.Evidence;
import io.shelver.classify.Provenance;
import io.shelver.classify.Scores;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A small shop: its taxonomy, its rules for decisions, and some of its listings. */
public final class Products {
    public static final Label APPAREL = Label.of("Apparel");
    public static final Label FOOTWEAR = Label.of("Footwear");
    public static final Label TOPWEAR = Label.of("Apparel", "Topwear");
    public static final Label SHIRTS = Label.of("Apparel", "Topwear", "Shirts");
    public static final Label TSHIRTS = Label.of("Apparel", "Topwear", "Tshirts");
    public static final Label SHOES = Label.of("Footwear", "Shoes");
    public static final Label MEN = Label.of("Men");
    public static final Label WOMEN = Label.of("Women");

    /** The shelves of the shop, and {@link #MEN} and {@link #WOMEN} for the buyers. */
    public static final Taxonomy TAXONOMY = new Taxonomy("shop", "1",
            List.of(APPAREL, FOOTWEAR, TOPWEAR, SHIRTS, TSHIRTS, SHOES, MEN, WOMEN));

    public static final float MARGIN = 0.05f;

    /** Every label is emitted from 0.5. A listing has one root, one shelf below it, and at most one of men and women. */
    public static final Decoding DECODING = new Decoding(TAXONOMY, Collections.nCopies(TAXONOMY.size(), 0.5f),
            List.of(false, false, false, true, true, true, false, false),
            List.of(group(true, APPAREL, FOOTWEAR), group(true, SHIRTS, TSHIRTS), group(false, MEN, WOMEN)), MARGIN);

    /** The threshold is 0.9, but 0.8 for footwear. */
    public static final Acceptance ACCEPTANCE = new Acceptance(0.02, new Threshold(0.9f, 1000, 10),
            Map.of("Footwear", new Threshold(0.8f, 500, 5)));

    public static final Provenance PROVENANCE = new Provenance("shop", "1.0.0", "shop", "1");

    /** Up to half of the words of a title may be unknown. */
    public static final DecisionPolicy POLICY = new DecisionPolicy(DECODING, ACCEPTANCE, Map.of("title", 0.5),
            PROVENANCE);

    /** Scores that leave no doubt of a shirt. */
    public static final Scores SURE_SHIRT = scores(Map.of(APPAREL, 0.99, TOPWEAR, 0.98, SHIRTS, 0.97, TSHIRTS, 0.01));

    private Products() {
    }

    public static Listing shirt() {
        return new Listing("shirt-1", "Blue linen shirt", "Long sleeves", new Image.Linked("shirt.jpg"));
    }

    public static Listing titled(String title) {
        return new Listing("listing-1", title, "", new Image.None());
    }

    /** Scores of these labels; all others score 0. */
    public static Scores scores(Map<Label, Double> likely) {
        float[] values = new float[TAXONOMY.size()];
        likely.forEach((label, score) -> values[index(label)] = score.floatValue());
        return Scores.of(values);
    }

    public static Evidence scored(Scores scores) {
        return new Evidence.Scored(scores, 0);
    }

    public static int index(Label label) {
        return TAXONOMY.indexOf(label).orElseThrow();
    }

    private static Group group(boolean required, Label... labels) {
        return new Group(List.of(labels).stream().map(Products::index).toList(), required);
    }
}
