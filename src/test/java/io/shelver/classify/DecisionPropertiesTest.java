// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static io.shelver.testing.Products.ACCEPTANCE;
import static io.shelver.testing.Products.DECODING;
import static io.shelver.testing.Products.POLICY;
import static io.shelver.testing.Products.PROVENANCE;
import static io.shelver.testing.Products.TAXONOMY;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Label;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Taxonomy;
import io.shelver.testing.FakeModality;
import io.shelver.testing.MeanFusion;
import io.shelver.testing.Products;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of every decision, whatever the models say. */
class DecisionPropertiesTest {

    @Property
    void scoresStayBetweenZeroAndOne(@ForAll("anyScores") Scores fused) {
        Decision decision = decide(fused);

        assertThat(decision.labels()).extracting(ScoredLabel::score).allMatch(score -> score >= 0 && score <= 1);
    }

    @Property
    void noLabelIsGivenWithoutItsParent(@ForAll("anyScores") Scores fused) {
        Map<Label, Float> given = given(decide(fused));

        assertThat(given.keySet()).allSatisfy(
                label -> assertThat(label.parent().stream().toList()).allMatch(given::containsKey));
    }

    @Property
    void noChildScoresAboveItsParent(@ForAll("anyScores") Scores fused) {
        Map<Label, Float> given = given(decide(fused));

        assertThat(given).allSatisfy((label, score) -> assertThat(label.parent().map(given::get).orElse(1f))
                .isGreaterThanOrEqualTo(score));
    }

    @Property
    void atMostOneOfAGroupIsGiven(@ForAll("anyScores") Scores fused) {
        Map<Label, Float> given = given(decide(fused));

        assertThat(DECODING.groups()).allSatisfy(group -> assertThat(group.labels())
                .filteredOn(index -> given.containsKey(TAXONOMY.label(index))).hasSizeLessThanOrEqualTo(1));
    }

    @Property
    void whatIsCategorizedReachesTheThreshold(@ForAll("anyScores") Scores fused) {
        Decision decision = decide(fused);

        if (decision instanceof Decision.Categorized categorized) {
            float least = Math.min(ACCEPTANCE.byDefault().score(), ACCEPTANCE.threshold("Footwear"));
            assertThat(categorized.labels()).extracting(ScoredLabel::score).allMatch(score -> score >= least);
        }
    }

    @Property
    void renamingLabelsRenamesTheAnswerAndNothingElse(@ForAll("anyScores") Scores fused) {
        Decoding renamed = renamed(DECODING);
        DecisionPolicy policy = new DecisionPolicy(renamed,
                new Acceptance(ACCEPTANCE.errorTarget(), ACCEPTANCE.byDefault(),
                        Map.of(rename("Footwear"), ACCEPTANCE.byRoot().get("Footwear"))),
                Map.of(), PROVENANCE);

        Decision decision = policy.decide(Map.of(), fused);

        assertThat(codes(decision)).isEqualTo(codes(decide(fused)));
        assertThat(decision.labels()).isEqualTo(decide(fused).labels().stream()
                .map(scored -> new ScoredLabel(rename(scored.label()), scored.score())).toList());
    }

    @Provide
    Arbitrary<Cascade> cascades() {
        Arbitrary<Cascade> staged = Arbitraries.floats().between(0, 1).map(threshold -> new Cascade(
                List.of(new Cascade.Stage(List.of("title"), threshold), new Cascade.Stage(List.of("image"), 0))));
        return Arbitraries.oneOf(staged, Arbitraries.just(Cascade.exhaustive(List.of("title", "image"))));
    }

    @Property
    void aBatchDecidesAsItsMembersWouldAlone(@ForAll("batches") List<Map<String, Evidence>> batch,
            @ForAll("cascades") Cascade cascade) {
        List<Listing> listings = IntStream.range(0, batch.size())
                .mapToObj(number -> Products.titled(Integer.toString(number))).toList();
        List<Modality> modalities = List.of("title", "image").stream().<Modality>map(
                name -> new FakeModality(name, listing -> batch.get(Integer.parseInt(listing.title())).get(name)))
                .toList();
        Classifier classifier = new LateFusionClassifier(modalities, cascade, new MeanFusion(), POLICY,
                Duration.ofSeconds(5));

        List<Decision> together = classifier.classify(listings);

        assertThat(together).isEqualTo(listings.stream().flatMap(
                listing -> classifier.classify(List.of(listing)).stream()).toList());
    }

    @Provide
    Arbitrary<Scores> anyScores() {
        // Scores in tenths, so that ties and scores that equal a threshold are drawn.
        Arbitrary<Float> tenths = Arbitraries.integers().between(0, 10).map(tenth -> tenth / 10f);
        Arbitrary<Float> likely = Arbitraries.floats().between(0.9f, 1);
        return Arbitraries.oneOf(tenths, likely).list().ofSize(TAXONOMY.size()).map(values -> {
            float[] scores = new float[values.size()];
            IntStream.range(0, scores.length).forEach(label -> scores[label] = values.get(label));
            return Scores.of(scores);
        });
    }

    @Provide
    Arbitrary<List<Map<String, Evidence>>> batches() {
        Arbitrary<Evidence> evidence = Arbitraries.oneOf(anyScores().map(Products::scored),
                Arbitraries.of(new Evidence.Absent(), new Evidence.Unreadable("noise"), new Evidence.Skipped()));
        return Combinators.combine(evidence, evidence).as((title, image) -> Map.of("title", title, "image", image))
                .list().ofMinSize(1).ofMaxSize(8);
    }

    private static Decision decide(Scores fused) {
        return POLICY.decide(Map.of(), fused);
    }

    private static Map<Label, Float> given(Decision decision) {
        return decision.labels().stream().collect(Collectors.toMap(ScoredLabel::label, ScoredLabel::score));
    }

    private static List<Reason.Code> codes(Decision decision) {
        return switch (decision) {
            case Decision.Categorized categorized -> List.of();
            case Decision.NeedsReview review -> review.reasons().stream().map(Reason::code).toList();
        };
    }

    private static Decoding renamed(Decoding decoding) {
        List<Label> labels = new ArrayList<>(decoding.taxonomy().labels());
        labels.replaceAll(DecisionPropertiesTest::rename);
        return new Decoding(new Taxonomy("renamed", "1", labels), decoding.emit(), decoding.shelf(),
                decoding.groups(), decoding.margin());
    }

    private static Label rename(Label label) {
        return new Label(label.path().stream().map(DecisionPropertiesTest::rename).toList());
    }

    /** Reverses each name, so that the labels change their alphabetical order. */
    private static String rename(String name) {
        return new StringBuilder(name).reverse().toString();
    }
}
