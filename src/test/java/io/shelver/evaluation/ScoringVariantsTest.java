// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import static io.shelver.testing.Products.APPAREL;
import static io.shelver.testing.Products.scored;
import static io.shelver.testing.Products.scores;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Part;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import io.shelver.testing.MeanFusion;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ScoringVariantsTest {
    private static final Map<String, Set<Part>> MODALITIES = modalities("title", "description", "image");
    private static final Evidence ABSENT = new Evidence.Absent();

    private final ScoringVariants rows = new ScoringVariants(MODALITIES, new MeanFusion(),
            Map.of("linear", ScoringVariantsTest::halves));

    @Test
    void rowsStandInTheOrderOfTheReport() {
        assertThat(rows.names()).containsExactly("title", "description", "image", "max", "mean", "linear",
                "title+description", "title+image", "description+image", "fused");
    }

    @Test
    void withoutAnotherFusionThereIsNoSuchRow() {
        assertThat(new ScoringVariants(modalities("title", "image"), new MeanFusion(), Map.of()).names())
                .containsExactly("title", "image", "max", "mean", "fused");
    }

    @Test
    void aModalityThatReadsBothTextsHasARowAndNoSubsetOfItsOwn() {
        assertThat(names("title", "description", "text", "image")).containsExactly("title", "description", "text",
                "image", "max", "mean", "title+description", "title+image", "description+image", "fused");
    }

    @Test
    void aRowOfPartsSeesWhatReadsThemAndNothingElse() {
        ScoringVariants joined = new ScoringVariants(modalities("title", "description", "text", "image"),
                new MeanFusion(), Map.of());

        Map<String, Scores> scores = joined.score(List.of(Map.of("title", apparel(0.1), "description", apparel(0.2),
                "text", apparel(0.6), "image", apparel(0.9)))).join().getFirst();

        assertThat(scores.get("title+description")).isEqualTo(scores(Map.of(APPAREL, 0.3)));
        assertThat(scores.get("title+image")).isEqualTo(scores(Map.of(APPAREL, 0.5)));
        assertThat(scores.get("fused")).isEqualTo(scores(Map.of(APPAREL, 0.45)));
    }

    @Test
    void severalModalitiesOfOnePartAreFusedWithoutTheOthers() {
        assertThat(names("title", "title_tfidf", "image")).containsExactly("title", "title_tfidf", "image", "max",
                "mean", "title only", "fused");
    }

    @Test
    void aRowNamesNoPartThatNothingInItReads() {
        assertThat(names("text", "image")).containsExactly("text", "image", "max", "mean", "title+description",
                "fused");
    }

    @Test
    void aSingleModalityIsAllThereIs() {
        assertThat(names("text_tfidf")).containsExactly("text_tfidf", "max", "mean", "fused");
    }

    @Test
    void everyRowSeesItsModalitiesOnly() {
        Map<String, Scores> scores = score(apparel(0.2), apparel(0.4), apparel(0.9));

        assertThat(scores).containsOnlyKeys(rows.names());
        assertThat(scores.get("title")).isEqualTo(scores(Map.of(APPAREL, 0.2)));
        assertThat(scores.get("max")).isEqualTo(scores(Map.of(APPAREL, 0.9)));
        assertThat(scores.get("mean")).isEqualTo(scores(Map.of(APPAREL, 0.5)));
        assertThat(scores.get("linear")).isEqualTo(scores(Map.of(APPAREL, 0.5)));
        assertThat(scores.get("title+description")).isEqualTo(scores(Map.of(APPAREL, 0.3)));
        assertThat(scores.get("title+image")).isEqualTo(scores(Map.of(APPAREL, 0.55)));
        assertThat(scores.get("description+image")).isEqualTo(scores(Map.of(APPAREL, 0.65)));
        assertThat(scores.get("fused")).isEqualTo(scores(Map.of(APPAREL, 0.5)));
    }

    @Test
    void aRowThatSeesNothingOfAListingIsMissing() {
        Map<String, Scores> scores = score(apparel(0.2), ABSENT, new Evidence.Unreadable("noise"));

        assertThat(scores).containsOnlyKeys("title", "max", "mean", "linear", "title+description", "title+image",
                "fused");
    }

    @Test
    void aListingOfWhichNothingScoredHasNoRow() {
        assertThat(score(ABSENT, ABSENT, ABSENT)).isEmpty();
    }

    @Test
    void listingsKeepTheirOrderAroundOneThatHasNoRow() {
        List<Map<String, Scores>> scores = rows.score(List.of(evidence(apparel(0.1), ABSENT, ABSENT),
                evidence(ABSENT, ABSENT, ABSENT), evidence(apparel(0.3), ABSENT, ABSENT))).join();

        assertThat(scores).extracting(row -> row.get("fused")).containsExactly(scores(Map.of(APPAREL, 0.1)), null,
                scores(Map.of(APPAREL, 0.3)));
    }

    @Test
    void theFailureOfAFusionIsTheFailureOfTheBatch() {
        Fusion broken = evidence -> CompletableFuture.failedFuture(new ClassifierUnavailableException("gone"));
        ScoringVariants failing = new ScoringVariants(MODALITIES, broken, Map.of());

        assertThat(failing.score(List.of(evidence(apparel(0.1), ABSENT, ABSENT)))).isCompletedExceptionally();
    }

    private static List<String> names(String... modalities) {
        return new ScoringVariants(modalities(modalities), new MeanFusion(), Map.of()).names();
    }

    /** What a modality reads stands before the first underscore of its name. */
    private static Map<String, Set<Part>> modalities(String... names) {
        Map<String, Set<Part>> modalities = new LinkedHashMap<>();
        for (String name : names) {
            String reads = name.split("_")[0];
            modalities.put(name, reads.equals("text")
                    ? EnumSet.of(Part.TITLE, Part.DESCRIPTION)
                    : EnumSet.of(Part.valueOf(reads.toUpperCase(Locale.ROOT))));
        }
        return modalities;
    }

    private Map<String, Scores> score(Evidence title, Evidence description, Evidence image) {
        return rows.score(List.of(evidence(title, description, image))).join().getFirst();
    }

    private static Map<String, Evidence> evidence(Evidence title, Evidence description, Evidence image) {
        return Map.of("title", title, "description", description, "image", image);
    }

    private static Evidence apparel(double score) {
        return scored(scores(Map.of(APPAREL, score)));
    }

    private static CompletableFuture<List<Scores>> halves(List<Map<String, Evidence>> evidence) {
        return CompletableFuture.completedFuture(evidence.stream().map(said -> scores(Map.of(APPAREL, 0.5))).toList());
    }
}
