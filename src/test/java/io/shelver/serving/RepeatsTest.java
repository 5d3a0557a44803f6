// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.bundle.GoldenListing;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import io.shelver.image.DecodedPictures;
import io.shelver.image.ImageFiles;
import io.shelver.inference.EvidenceCache;
import io.shelver.inference.ModelListener;
import io.shelver.settings.ModelSettings;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.EvidenceDistance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the committed bundle runs of texts and pictures that it has seen before. */
class RepeatsTest {
    private static final ModelSettings SETTINGS = ModelSettings.from(Map.of()).patient();
    private static final float TOLERANCE = 1e-5f;
    /** Rows that each graph was run on. */
    private static final Map<String, Integer> RUN = new ConcurrentHashMap<>();

    @TempDir
    private static Path folder;
    private static ImageFiles files;
    private static ServingBundle forgetful;

    private List<Modality> modalities = List.of();

    @BeforeAll
    static void open() throws IOException {
        files = ImageFiles.open(folder);
        forgetful = ServingBundle.open(SETTINGS.withoutRepeats(), DecodedPictures.from(files),
                model -> new ModelListener() {
                    @Override
                    public void ran(int rows, Duration took) {
                        RUN.merge(model, rows, Integer::sum);
                    }
                });
    }

    @AfterAll
    static void close() throws IOException {
        forgetful.close();
        files.close();
    }

    @BeforeEach
    void drawPicturesAndForget() throws IOException {
        Files.write(folder.resolve("boots.png"), DrawnPicture.encoded("png", 60, 80));
        Files.write(folder.resolve("copy.png"), DrawnPicture.encoded("png", 60, 80));
        Files.write(folder.resolve("scarf.png"), DrawnPicture.encoded("png", 61, 80));
        Files.write(folder.resolve("spoiled.png"), new byte[]{1, 2, 3});
        RUN.clear();
        modalities = forgetful.models().remembering(EvidenceCache.of(1 << 20));
    }

    @Test
    void whatWasScoredInOneBatchIsNotRunInTheNext() {
        Map<String, List<Evidence>> first = examine(listing("1", "Brown boots", "Warm.", "boots.png"));
        Map<String, List<Evidence>> second = examine(listing("2", "Brown boots", "Warm.", "boots.png"));

        assertThat(second).isEqualTo(first);
        assertThat(RUN).containsOnly(Map.entry("title", 1), Map.entry("text", 1), Map.entry("description", 1),
                Map.entry("image", 1));
    }

    @Test
    void onePictureIsRunOnceHoweverItComes() throws IOException {
        examine(listing("1", "A", "", "boots.png"), listing("2", "B", "", "copy.png"),
                new Listing("3", "C", "", Image.of(DrawnPicture.encoded("png", 60, 80))));
        Map<String, List<Evidence>> later = examine(listing("4", "D", "", "copy.png"));

        assertThat(later.get("image")).hasOnlyElementsOfType(Evidence.Scored.class);
        assertThat(RUN).containsEntry("image", 1);
    }

    @Test
    void aPictureThatIsReplacedUnderItsNameIsRun() throws IOException {
        examine(listing("1", "A", "", "boots.png"));
        Files.write(folder.resolve("boots.png"), DrawnPicture.encoded("png", 62, 80));
        examine(listing("2", "A", "", "boots.png"));

        assertThat(RUN).containsEntry("image", 2);
    }

    @Test
    void equalTextsOfTwoModalitiesAreTwoContents() {
        examine(new Listing("1", "Warm boots", "Warm boots", new Image.None()));

        assertThat(RUN).containsEntry("title", 1).containsEntry("description", 1);
    }

    @Test
    void anUnreadablePictureIsLookedAtAgain() throws IOException {
        Listing spoiled = listing("1", "Brown boots", "", "spoiled.png");

        assertThat(examine(spoiled, spoiled).get("image")).hasOnlyElementsOfType(Evidence.Unreadable.class);

        Files.write(folder.resolve("spoiled.png"), DrawnPicture.encoded("png", 60, 80));
        assertThat(examine(spoiled).get("image")).hasOnlyElementsOfType(Evidence.Scored.class);
    }

    /** The memory would vouch for models that are broken. */
    @Test
    void theModelsAreProvedWithoutWhatIsRemembered() {
        List<Listing> golden = forgetful.bundle().goldenListings().stream()
                .map(GoldenListing::listing).filter(listing -> !listing.title().isBlank()).toList();
        ServingBundle remembering = ServingBundle.open(SETTINGS, DecodedPictures.from(files));
        Modality title = remembering.modalities().getFirst();
        title.examine(golden).join();
        remembering.prove();
        remembering.close();

        assertThat(title.examine(golden).join()).as("remembered").allMatch(Evidence.Scored.class::isInstance);
        assertThatThrownBy(remembering::prove).as("asked themselves").isInstanceOf(RuntimeException.class);
    }

    @Test
    void decisionsAreTheSameWithAndWithoutMemory() {
        List<Listing> listings = new ArrayList<>();
        for (int each = 0; each < 40; each++) {
            listings.add(listing("id-" + each, "Boots " + each % 7, each % 3 == 0 ? "" : "Warm " + each % 5,
                    List.of("boots.png", "scarf.png", "copy.png", "spoiled.png").get(each % 4)));
        }
        List<Decision> expected = forgetful.classifier().classify(listings);

        try (ServingBundle remembering = ServingBundle.open(SETTINGS, DecodedPictures.from(files))) {
            assertSame(expected, remembering.classifier().classify(listings));
            assertSame(expected, remembering.classifier().classify(listings));
            assertThat(remembering.repeats().orElseThrow().bytes()).isPositive();
        }
        assertThat(forgetful.repeats()).isEmpty();
    }

    private static void assertSame(List<Decision> expected, List<Decision> decided) {
        for (int row = 0; row < expected.size(); row++) {
            Decision one = decided.get(row);
            assertThat(one.getClass()).isEqualTo(expected.get(row).getClass());
            assertThat(one.labels()).extracting(label -> label.label())
                    .isEqualTo(expected.get(row).labels().stream().map(label -> label.label()).toList());
            expected.get(row).evidence().forEach((modality, evidence) -> assertThat(
                    EvidenceDistance.between(evidence, one.evidence().get(modality))).as(modality)
                    .isLessThanOrEqualTo(TOLERANCE));
        }
    }

    private Map<String, List<Evidence>> examine(Listing... listings) {
        Map<String, List<Evidence>> evidence = new TreeMap<>();
        modalities.forEach(modality -> evidence.put(modality.name(), modality.examine(List.of(listings)).join()));
        return evidence;
    }

    private static Listing listing(String id, String title, String description, String picture) {
        return new Listing(id, title, description, new Image.Linked(picture));
    }
}
