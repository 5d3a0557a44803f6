// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.GoldenListing;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Evidence;
import io.shelver.classify.Features;
import io.shelver.classify.Modality;
import io.shelver.classify.Pictures;
import io.shelver.classify.Scores;
import io.shelver.testing.EvidenceDistance;
import io.shelver.testing.FixtureBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modalities of any name and number, several for one part, and a fusion that reads features. */
class FixtureModelsTest {
    private static final Pictures NO_PICTURES = Pictures.oneByOne(image -> {
        throw new Pictures.UnreadableException("none");
    });
    private static final Bundle EARLY = Bundle.open(FixtureBundle.EARLY);
    private static final int HOSES = 1;
    private static final int PANS = 4;

    private static Models models;

    @BeforeAll
    static void openModels() {
        models = open(EARLY);
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @Test
    void theGraphsOfEveryKindGiveTheScoresOfPython() {
        GoldenCheck check = GoldenCheck.run(EARLY, models);

        assertThat(check.largestDifference()).containsOnlyKeys("title_tfidf", "text_lstm", "text_forest", "fused")
                .allSatisfy((what, difference) -> assertThat(difference).isLessThan(1e-5));
    }

    @Test
    void aBundleMayHaveOneModality() {
        Bundle bundle = Bundle.open(FixtureBundle.SINGLE);

        try (Models single = open(bundle)) {
            assertThat(GoldenCheck.run(bundle, single).largestDifference()).containsOnlyKeys("text_tfidf", "fused");
        }
    }

    @Test
    void wordCountsAreScored() {
        Scores pan = scores("title_tfidf", listing("a wok with its lid", ""));
        Scores hose = scores("title_tfidf", listing("hose reel", ""));

        assertThat(pan.get(PANS)).isGreaterThan(0.9f).isGreaterThan(hose.get(PANS));
        assertThat(hose.get(HOSES)).isGreaterThan(0.9f).isGreaterThan(pan.get(HOSES));
    }

    @Test
    void aJoinedTextIsTheTitleThenALineBreakThenTheDescription() {
        assertThat(scores("text_forest", listing("hose", "reel")))
                .isEqualTo(scores("text_forest", listing("hose\nreel", "")))
                .isNotEqualTo(scores("text_forest", listing("hosereel", "")));
        assertThat(scores("text_lstm", listing("hose", "reel")))
                .isEqualTo(scores("text_lstm", listing("hose reel", "")))
                .isNotEqualTo(scores("text_lstm", listing("reel", "hose")));
    }

    @Test
    void aJoinedTextIsAbsentOnlyWhereBothTextsAreBlank() {
        Listing pictured = new Listing("id", " ", "", new Image.Linked("pan.jpg"));

        List<Evidence> evidence = modality("text_lstm")
                .examine(List.of(pictured, listing("", "???"), listing("!", "pan"))).join();

        assertThat(evidence).extracting(Evidence::kind).containsExactly("absent", "unreadable", "scored");
    }

    @Test
    void neighboursInABatchChangeNoScore() {
        List<Listing> listings = EARLY.goldenListings().stream().map(GoldenListing::listing).toList();

        for (Modality modality : models.modalities()) {
            List<Evidence> together = modality.examine(listings).join();
            for (int row = 0; row < listings.size(); row++) {
                Evidence alone = modality.examine(List.of(listings.get(row))).join().getFirst();
                assertThat(EvidenceDistance.between(alone, together.get(row)))
                        .as("%s of listing %d", modality.name(), row).isLessThanOrEqualTo(1e-5f);
            }
        }
    }

    @Test
    void onlyTheModalityWhoseFeaturesTheFusionReadsHasAny() {
        Map<String, Evidence> evidence = evidence(listing("hose reel", "nozzle"));

        assertThat(scored(evidence, "text_lstm").features().size()).isEqualTo(3);
        assertThat(scored(evidence, "title_tfidf").features()).isEqualTo(Features.NONE);
        assertThat(scored(evidence, "text_forest").features()).isEqualTo(Features.NONE);
    }

    @Test
    void theFusionReadsTheFeaturesAndZerosWhereThereIsNoEvidence() {
        Map<String, Evidence> seen = evidence(listing("hose reel", "nozzle"));
        Scores lstm = scored(seen, "text_lstm").scores();
        Map<String, Evidence> zeros = with(seen, new Evidence.Scored(lstm, 0, Features.of(0, 0, 0)));
        Map<String, Evidence> other = with(seen, new Evidence.Scored(lstm, 0, Features.of(3, 3, 3)));

        Scores fused = fused(seen);

        assertThat(fused).isNotEqualTo(fused(zeros)).isNotEqualTo(fused(other));
        assertThat(models.fusion().fuse(List.of(seen, with(seen, new Evidence.Skipped()), seen)).join())
                .containsExactly(fused, fused(with(seen, new Evidence.Absent())), fused);
    }

    @Test
    void evidenceWithTooFewFeaturesBreaksTheFusion() {
        Map<String, Evidence> seen = evidence(listing("hose reel", "nozzle"));
        Scores lstm = scored(seen, "text_lstm").scores();

        assertThatThrownBy(() -> fused(with(seen, new Evidence.Scored(lstm, 0, Features.of(1)))))
                .hasCauseInstanceOf(ClassifierUnavailableException.class)
                .hasMessageContaining("3 numbers of the modality text_lstm, but got 1");
    }

    @Test
    void anInputOfTheFusionThatNoModalityCanFillStopsTheStart(@TempDir Path folder) throws IOException {
        Bundle bundle = Bundle
                .open(FixtureBundle.early(folder, "\"name\": \"text_lstm\"", "\"name\": \"other\""));

        assertThatThrownBy(() -> open(bundle)).isInstanceOf(ModelException.class).hasMessageContaining(
                "fusion.onnx has an input 'text_lstm.features', and the bundle no such modality (it has title_tfidf, other, text_forest)");
    }

    @Test
    void aModalityWithoutTheFeaturesThatTheFusionReadsStopsTheStart(@TempDir Path folder) throws IOException {
        Bundle bundle = Bundle.open(FixtureBundle.early(folder, "\"graph\": \"text_lstm.onnx\"",
                "\"graph\": \"text_forest.onnx\""));

        assertThatThrownBy(() -> open(bundle)).isInstanceOf(ModelException.class)
                .hasMessageContaining("fusion.onnx has an input 'text_lstm.features'")
                .hasMessageContaining("text_forest.onnx has no output 'features'");
    }

    private static Models open(Bundle bundle) {
        return Models.open(bundle, NO_PICTURES, Duration.ofSeconds(1), List.of(Provider.CPU), false, 1);
    }

    private static Modality modality(String name) {
        return models.modalities().stream().filter(modality -> modality.name().equals(name)).findFirst().orElseThrow();
    }

    private static Map<String, Evidence> evidence(Listing listing) {
        Map<String, Evidence> evidence = new LinkedHashMap<>();
        models.modalities().forEach(modality -> evidence.put(modality.name(),
                modality.examine(List.of(listing)).join().getFirst()));
        return evidence;
    }

    private static Map<String, Evidence> with(Map<String, Evidence> evidence, Evidence lstm) {
        Map<String, Evidence> changed = new LinkedHashMap<>(evidence);
        changed.put("text_lstm", lstm);
        return changed;
    }

    private static Scores fused(Map<String, Evidence> evidence) {
        return models.fusion().fuse(List.of(evidence)).join().getFirst();
    }

    private static Scores scores(String modality, Listing listing) {
        return ((Evidence.Scored) modality(modality).examine(List.of(listing)).join().getFirst()).scores();
    }

    private static Evidence.Scored scored(Map<String, Evidence> evidence, String modality) {
        if (evidence.get(modality) instanceof Evidence.Scored scored) {
            return scored;
        }
        throw new AssertionError("%s is not scored: %s".formatted(modality, evidence));
    }

    private static Listing listing(String title, String description) {
        return new Listing("id", title, description, new Image.None());
    }
}
