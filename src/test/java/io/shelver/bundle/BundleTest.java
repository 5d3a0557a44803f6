// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Cascade;
import io.shelver.classify.Reference;
import io.shelver.testing.FixtureBundle;
import io.shelver.testing.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyBundle() throws IOException {
        TinyBundle.copyTo(folder);
    }

    @Test
    void aBundleSaysWhatItIs() {
        Bundle bundle = Bundle.open(folder);

        assertThat(bundle.provenance()).hasToString("tiny@1.0.0");
        assertThat(bundle.modalities()).extracting(ModalityGraph::name).containsExactly("title", "description");
        assertThat(bundle.goldenListings()).isNotEmpty();
    }

    @Test
    void aBundleSaysWhatItDecidedOnUnseenListings() {
        Reference reference = Bundle.open(folder).exhaustive().reference().orElseThrow();

        assertThat(reference.listings()).isEqualTo(100);
        assertThat(reference.labels()).containsOnlyKeys(Bundle.open(folder).taxonomy().labels());
    }

    @Test
    void aBundleFromBeforeThereWereReferencesServesWithoutOne() throws IOException {
        Bundle bundle = Bundle.open(FixtureBundle.EARLY);

        assertThat(bundle.exhaustive().reference()).isEmpty();
    }

    @Test
    void aCascadeBringsItsOwnThresholds() throws IOException {
        cascade("""
                {"modalities": ["description"], "threshold": 0.9, "settled": 500, "changed": 1},
                {"modalities": ["title"]}""");

        Bundle bundle = Bundle.open(folder);

        assertThat(bundle.calibration(true).cascade()).isEqualTo(new Cascade(List.of(
                new Cascade.Stage(List.of("description"), 0.9f), new Cascade.Stage(List.of("title"), 0))));
        assertThat(bundle.calibration(true).acceptance(0.07).byDefault().score()).isEqualTo(0.75f);
        assertThat(bundle.calibration(true).reference()).isEmpty();
        assertThat(bundle.calibration(false)).isEqualTo(bundle.exhaustive());
        assertThat(bundle.exhaustive().cascade())
                .isEqualTo(Cascade.exhaustive(List.of("title", "description")));
    }

    @Test
    void withoutACascadeAllAreAsked() {
        Bundle bundle = Bundle.open(folder);

        assertThat(bundle.calibration(true)).isEqualTo(bundle.calibration(false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"modalities": ["title"], "threshold": 0.9}, {"modalities": ["image"]}                       | the modalities are
            {"modalities": ["title"], "threshold": 0.9}                                                  | except the last
            {"modalities": ["title"]}, {"modalities": ["description"]}                                   | needs a threshold
            {"modalities": ["title"], "threshold": 1.1}, {"modalities": ["description"]}                 | must be in [0, 1]
            {"modalities": ["title"], "threshold": 0.9}, {"modalities": ["description", "title"]}        | asks 'title' twice
            {"modalities": [], "threshold": 0.9}, {"modalities": ["description", "title"]}               | needs a modality
            """)
    void aCascadeThatCannotBeIsRefused(String stages, String message) throws Exception {
        cascade(stages);

        assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class).hasMessageContaining(message);
    }

    /** Adds a cascade of these stages to {@code bundle.json}. */
    private void cascade(String stages) throws IOException {
        Path manifest = folder.resolve(Bundle.MANIFEST);
        String cascade = """
                "format": 1,
                "cascade": {"confidence": 0.95, "most_changed": 0.01, "stages": [%s],
                  "acceptance": {"confidence": 0.95, "default_target": 0.07, "targets": [
                    {"error": 0.07, "default": {"threshold": 0.75, "accepted": 100, "errors": 1}, "roots": {}}]}}
                """.formatted(stages);
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"format\": 1", cascade.strip()));
    }

    @Test
    void everyFileIsHeldAgainstItsChecksum() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> !each.endsWith(Bundle.MANIFEST)).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);

                assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class)
                        .hasMessageContaining(file.getFileName().toString()).hasMessageContaining("SHA-256 differs");

                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Files.delete(folder.resolve("title.onnx"));

        assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class)
                .hasMessageContaining("lacks the file")
                .hasMessageContaining("title.onnx");
    }

    @Test
    void aFolderThatIsALinkIsABundleToo() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);

        assertThat(Bundle.open(link).provenance()).hasToString("tiny@1.0.0");
    }

    @Test
    void aFileThatIsNotListedIsNamed() throws Exception {
        Files.writeString(folder.resolve("more.bin"), "x");

        assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class)
                .hasMessageContaining("more.bin");
    }

    @Test
    void aListedFileThatIsALinkIsRefused() throws Exception {
        Path title = folder.resolve("title.onnx");
        Files.delete(title);
        Files.createSymbolicLink(title, TinyBundle.FOLDER.resolve("title.onnx").toAbsolutePath());

        assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class)
                .hasMessageContaining("lacks the file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "format": 1              | "format": 2                | reads format 1
            "title.onnx": {          | "../title.onnx": {         | outside of the bundle
            "kind": "text"           | "kind": "sound"            | not a bundle description
            "max_tokens": 57         | "max_tokens": 0            | max_tokens of title must be 1 or more
            "terms":                 | "termz":                   | not a bundle description
            "name": "tiny"           | "name": 5,                 | not a bundle description
            "field": "title"         | "field": "price"           | title, description, text and image
            "field": "title"         | "field": "image"           | the text modality title cannot read the image
            "name": "title"          | "name": "description"      | two modalities are named 'description'
            "name": "title"          | "name": "fused"            | must not be named 'fused'
            "name": "title"          | "name": "title.features"   | must not be named 'title.features'
            "format": 1              | "format": 1, "format": 1   | Duplicate field 'format'
            "format": 1              | "format": 1.5              | format no number
            "max_tokens": 57         | "max_tokens": 57.5         | not a bundle description
            "max_tokens": 57         | "max_tokens": "57"         | not a bundle description
            "max_tokens": 57         | "max_tokens": 1e999999999  | not a bundle description
            "title.onnx": {          | "./title.onnx": {          | not the plain name of a file
            "title.onnx": {          | "bundle.sig": {            | cannot be a file of the bundle itself
            "bytes":                 | "bytes": -1, "bites":      | not a bundle description
            "unlabelled":            | "unlabelled": 1e9, "x":    | not a bundle description
            "listings": 100,         | "listings": 99,            | do not hold 99 listings
            """)
    void aDescriptionThatCannotBeIsRefused(String old, String changed, String message) throws Exception {
        Path manifest = folder.resolve(Bundle.MANIFEST);
        String text = Files.readString(manifest);
        assertThat(text).contains(old);
        Files.writeString(manifest, text.replaceFirst(java.util.regex.Pattern.quote(old),
                java.util.regex.Matcher.quoteReplacement(changed)));

        assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class).hasMessageContaining(message);
    }

    @Test
    void whatFollowsTheDescriptionOrNestsWithoutEndIsRefused() throws Exception {
        Path manifest = folder.resolve(Bundle.MANIFEST);
        String text = Files.readString(manifest);

        for (String hostile : new String[]{text + "{}", "[".repeat(100_000),
                "{\"format\":1,\"evaluation\":" + "[".repeat(5_000),
                "", "7", "null"}) {
            Files.writeString(manifest, hostile);
            assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class);
        }
    }

    @Test
    void aFolderThatIsNoBundleIsNamed(@TempDir Path empty) {
        assertThatThrownBy(() -> Bundle.open(empty)).isInstanceOf(BundleException.class)
                .hasMessageContaining("there is no bundle at");
    }

    @Test
    void anErrorTargetUsesTheLargestCertifiedOneThatIsNotAboveIt() {
        Calibration bundle = Bundle.open(folder).exhaustive();

        assertThat(bundle.acceptance(0.999)).isEqualTo(bundle.acceptances().getLast());
        assertThatThrownBy(() -> bundle.acceptance(1e-9)).isInstanceOf(BundleException.class)
                .hasMessageContaining("cannot promise");
    }
}
