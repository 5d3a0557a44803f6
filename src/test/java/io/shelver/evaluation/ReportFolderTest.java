// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import static io.shelver.testing.Products.DECODING;
import static io.shelver.testing.Products.POLICY;
import static io.shelver.testing.Products.PROVENANCE;
import static io.shelver.testing.Products.TAXONOMY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.catalog.Label;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Decision;
import io.shelver.classify.Decoding;
import io.shelver.classify.Scores;
import io.shelver.testing.Products;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    private static final List<String> ROWS = List.of("title", "description", "image", "max", "mean", "linear",
            "title+description", "title+image", "description+image", "fused");

    private static final Report REPORT = report(50);

    /** Drawing takes longest, so all tests share one report. */
    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        new ReportFolder(folder).write(REPORT);
    }

    @Test
    void theJsonHasTheNamesThatOthersRelyOn() throws IOException {
        JsonNode json = json();

        assertThat(names(json)).contains("listings", "labels", "micro_f1", "leaf_accuracy", "macro_f1",
                "calibration_error", "auto", "hierarchy_violations", "cascade", "reasons", "labels_outside",
                "leaf_unknown");
        assertThat(names(json.get("micro_f1"))).containsExactlyElementsOf(ROWS);
        assertThat(names(json.get("leaf_accuracy"))).containsExactlyElementsOf(ROWS);
        assertThat(names(json.get("auto"))).startsWith("coverage", "error");
        assertThat(names(json.get("cascade"))).containsExactly("image_skipped", "micro_f1");
    }

    @Test
    void theJsonHasTheFiguresOfTheReport() throws IOException {
        assertThat(json().get("listings").longValue()).isEqualTo(50);
        assertThat(json().get("labels").intValue()).isEqualTo(TAXONOMY.size());
        assertThat(json().get("micro_f1").get("fused").doubleValue()).isEqualTo(REPORT.microF1().get("fused"));
        assertThat(json().get("macro_f1").doubleValue()).isEqualTo(REPORT.macroF1());
    }

    @Test
    void everythingThatTheMarkdownLinksIsThere() throws IOException {
        List<String> links = Pattern.compile("\\]\\(([^)]+)\\)").matcher(markdown()).results()
                .map(MatchResult::group).map(link -> link.substring(2, link.length() - 1)).toList();
        assertThat(links).hasSize(4).allSatisfy(link -> assertThat(folder.resolve(link)).isNotEmptyFile());
    }

    @Test
    void aReportOfNothingCanBeWritten() throws IOException {
        new ReportFolder(folder.resolve("new/folder"))
                .write(new Evaluation(DECODING, PROVENANCE, ROWS, Set.of()).report());

        assertThat(folder.resolve("new/folder/report.md")).content().contains("**0 listings**");
    }

    @Test
    void aBarInALabelDoesNotBreakTheTable() {
        Taxonomy bath = new Taxonomy("bath", "1", List.of(Label.of("Bath | Shower")));
        Decoding decoding = new Decoding(bath, List.of(0.5f), List.of(true), List.of(), 0);
        Evaluation evaluation = new Evaluation(decoding, PROVENANCE, List.of("fused"), Set.of());
        Decision decision = POLICY.decide(Map.of(), Products.SURE_SHIRT);

        evaluation.add(new Trial(bath.labels(), decision, Map.of("fused", Scores.of(1))));

        assertThat(new MarkdownReport(evaluation.report()).text()).contains("| Bath \\| Shower | 1 | 1 |");
    }

    /** Listings on which the models are right more often, the more they see. */
    static Report report(int listings) {
        Random chance = new Random(7);
        Evaluation evaluation = new Evaluation(DECODING, PROVENANCE, ROWS, Set.of());
        for (int listing = 0; listing < listings; listing++) {
            Label truth = TAXONOMY.label(3 + chance.nextInt(3));
            Map<String, Scores> rows = new HashMap<>();
            for (int row = 0; row < ROWS.size(); row++) {
                rows.put(ROWS.get(row), guess(chance, truth, 1.5 + 0.3 * row));
            }
            Decision decision = POLICY.decide(Map.of(), guess(chance, truth, 4.5));
            evaluation.add(new Trial(List.of(truth), decision, rows));
        }
        return evaluation.report();
    }

    private static Scores guess(Random chance, Label truth, double skill) {
        float[] scores = new float[TAXONOMY.size()];
        for (int label = 0; label < scores.length; label++) {
            Label candidate = TAXONOMY.label(label);
            boolean isTrue = truth.path().subList(0, Math.min(truth.path().size(), candidate.path().size()))
                    .equals(candidate.path());
            double logit = (isTrue ? skill : -skill) + 1.6 * chance.nextGaussian();
            scores[label] = (float) (1 / (1 + Math.exp(-1.5 * logit)));
        }
        return Scores.of(scores);
    }

    private static JsonNode json() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    }

    private static String markdown() throws IOException {
        return Files.readString(folder.resolve("report.md"));
    }

    private static List<String> names(JsonNode json) {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }
}
