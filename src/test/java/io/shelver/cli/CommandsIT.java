// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.testing.FixtureBundle;
import io.shelver.testing.KeyFiles;
import io.shelver.testing.TinyBundle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a person types them, with the committed bundle and the sample listings. */
@Timeout(180)
class CommandsIT {
    private static final String SAMPLES = "src/main/resources/samples/";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theDemoEndsWellWhenEveryUploadLeftByOneDoor() {
        int status = run(Map.of(), "demo", "--exit");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("Every upload left by exactly one door.").contains("CATEGORIES")
                .contains("REVIEWS")
                .contains("NOT_AVRO").contains("NULL_VALUE").contains("NULL_KEY").contains("KEY_MISMATCH")
                .contains("NOT_A_LISTING");
    }

    @Test
    void theStreamAndTheFileGetTheSameDecisions() throws Exception {
        Path streamed = folder.resolve("streamed.jsonl");
        Path classified = folder.resolve("classified.jsonl");
        String[] input = {"--listings", SAMPLES + "listings.jsonl", "--images", SAMPLES + "images"};

        assertThat(run(Map.of(), "demo", "--exit", input[0], input[1], input[2], input[3], "--output",
                streamed.toString()))
                .isZero();
        assertThat(run(Map.of(), "classify", input[0], input[1], input[2], input[3], "--output", classified.toString()))
                .isZero();

        assertThat(decisions(streamed)).hasSize(240).isEqualTo(decisions(classified));
    }

    @Test
    void anEvaluationWritesItsReport() {
        int status = run(Map.of("SHELVER_BUNDLE", "models/bundles/tiny"), "evaluate", "--listings",
                SAMPLES + "listings.jsonl", "--report",
                folder.toString());

        assertThat(status).isZero();
        assertThat(folder.resolve("report.json")).content().contains("\"micro_f1\"").contains("\"leaf_accuracy\"");
        assertThat(folder.resolve("report.md")).exists();
    }

    @Test
    void aBundleOfModalitiesThatReadBothTextsIsServedUnchanged() throws Exception {
        Map<String, String> early = Map.of("SHELVER_BUNDLE", FixtureBundle.EARLY.toString());
        Path listings = folder.resolve("listings.jsonl");
        Files.writeString(listings,
                """
                        {"listing_id": "1", "title": "Pan", "description": "with a lid", "categories": [["Kitchen", "Pans"]]}
                        {"listing_id": "2", "title": "", "description": "hose reel, nozzle", "categories": [["Garden", "Hoses"]]}
                        """);
        String[] written = {folder.resolve("out.jsonl").toString(), folder.resolve("scores.jsonl").toString()};

        assertThat(run(early, "bundle", "verify")).isZero();
        assertThat(run(early, "bundle", "inspect")).isZero();
        assertThat(run(early, "classify", "--listings", listings.toString(), "--output", written[0], "--scores",
                written[1])).isZero();
        assertThat(run(early, "evaluate", "--listings", listings.toString(), "--report", folder.toString())).isZero();

        assertThat(out.toString()).contains("text_lstm: text of the title and description");
        assertThat(Path.of(written[0])).content().contains(
                "\"modalities\":{\"title_tfidf\":\"absent\",\"text_lstm\":\"scored\",\"text_forest\":\"scored\"}");
        assertThat(Path.of(written[1])).content().contains("\"text_lstm\":[", "\"fused\":[");
        assertThat(folder.resolve("report.json")).content().contains("\"text_forest\" : 1.0", "\"linear\" : 1.0",
                "\"fused\" : 1.0");
    }

    @Test
    void theDemoRunsOnABundleOfOneModality() {
        int status = run(Map.of("SHELVER_BUNDLE", FixtureBundle.SINGLE.toString()), "demo", "--exit");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("Every upload left by exactly one door.")
                .contains("by modality: text_tfidf");
    }

    @Test
    void anInspectionListsLabelsThresholdsAndTerms() {
        int status = run(Map.of(), "bundle", "inspect");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("fashion@").contains("terms: ")
                .containsPattern("[0-9,]+  Apparel > Topwear > Tshirts \\*")
                .contains("error target  5.00%").contains("<- default");
    }

    @Test
    void everyMistakeOfTheSettingsIsNamedAndTheStatusIsTwo() {
        int status = run(Map.of("SHELVER_BUNDEL", "x", "SHELVER_BATCH_SIZE", "0"), "demo");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("SHELVER_BUNDEL is no setting")
                .contains("SHELVER_BATCH_SIZE is '0', legal is: 1 to 1024");
    }

    @Test
    void aBundleThatIsNotThereIsNamedAndTheStatusIsOne() {
        int status = run(Map.of("SHELVER_BUNDLE", folder.toString()), "bundle", "verify");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).startsWith("shelver: there is no bundle at " + folder);
    }

    @Test
    void aSignedBundleServesWhereItsKeyIsTrustedAndAnUnsignedOneDoesNot() throws Exception {
        KeyFiles keys = KeyFiles.draw(folder, "ours");
        Path bundle = TinyBundle.copyTo(Files.createDirectory(folder.resolve("bundle")));
        Map<String, String> careful = Map.of("SHELVER_BUNDLE", bundle.toString(), "SHELVER_BUNDLE_KEYS",
                keys.publicKey().toString());

        assertThat(run(careful, "bundle", "verify")).isEqualTo(1);
        assertThat(err.toString()).contains("is not signed").hasLineCount(1);
        assertThat(run(careful, "bundle", "sign", "--key", keys.privateKey().toString())).isZero();
        assertThat(run(careful, "bundle", "verify")).isZero();
        assertThat(run(careful, "bundle", "inspect")).isZero();
        assertThat(out.toString()).contains("bundle.sig: signed by the key").contains("signed by the trusted key")
                .doesNotContain(Files.readAllLines(keys.privateKey()).get(1));
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line = ShelverCommand.line(environment);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    /** Listing, door and label paths of each line; scores may differ in their last digits, and dead letters word their reasons otherwise. */
    private static List<String> decisions(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceAll("\"score\":[^}]*", "").replaceAll("\"reasons\":.*", "")).toList();
    }
}
