// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.image.DecodedPictures;
import io.shelver.image.ImageFiles;
import io.shelver.inference.ModelListener;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.EvidenceDistance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the committed bundle runs of texts and pictures that it has seen before. */
class RepeatsTest {
    private static final ModelSettings SETTINGS = ModelSettings.from(Map.of()).patient();
    private static final float TOLERANCE = 1e-5f;

    @TempDir
    private static Path folder;

    private final Map<String, AtomicInteger> run = new ConcurrentHashMap<>();
    private ImageFiles files = ImageFiles.none();
    private ServingBundle serving;

    RepeatsTest() throws IOException {
        Files.write(folder.resolve("boots.png"), DrawnPicture.encoded("png", 60, 80));
        Files.write(folder.resolve("copy.png"), DrawnPicture.encoded("png", 60, 80));
        Files.write(folder.resolve("scarf.png"), DrawnPicture.encoded("png", 61, 80));
        Files.write(folder.resolve("spoiled.png"), new byte[]{1, 2, 3});
        files = ImageFiles.open(folder);
        serving = open(SETTINGS);
    }

    @BeforeEach
    void forgetTheGoldenListings() {
        run.clear();
    }

    @AfterEach
    void close() throws IOException {
        serving.close();
        files.close();
    }

    private ServingBundle open(ModelSettings settings) {
        return ServingBundle.open(settings, DecodedPictures.from(files), model -> new ModelListener() {
            @Override
            public void scored(int remembered, int byModel) {
                run.computeIfAbsent(model, none -> new AtomicInteger()).addAndGet(byModel);
            }
        });
    }

    @Test
    void whatWasScoredInOneBatchIsNotRunInTheNext() {
        List<Decision> first = classify(listing("1", "Brown boots", "Warm.", linked("boots.png")));
        List<Decision> second = classify(listing("2", "Brown boots", "Warm.", linked("boots.png")));

        assertThat(second).isEqualTo(first);
        assertThat(runs()).containsOnly(Map.entry("title", 1), Map.entry("text", 1), Map.entry("description", 1),
                Map.entry("image", 1));
    }

    @Test
    void onePictureIsRunOnceHoweverItComes() throws IOException {
        classify(listing("1", "A", "", linked("boots.png")), listing("2", "B", "", linked("copy.png")),
                listing("3", "C", "", Image.of(DrawnPicture.encoded("png", 60, 80))));
        classify(listing("4", "D", "", linked("copy.png")));

        assertThat(runs()).containsEntry("image", 1);
    }

    @Test
    void anotherPictureIsRun() {
        classify(listing("1", "A", "", linked("boots.png")), listing("2", "B", "", linked("scarf.png")));

        assertThat(runs()).containsEntry("image", 2);
    }

    @Test
    void aPictureThatIsReplacedUnderItsNameIsRun() throws IOException {
        classify(listing("1", "A", "", linked("boots.png")));
        Files.write(folder.resolve("boots.png"), DrawnPicture.encoded("png", 62, 80));
        classify(listing("2", "A", "", linked("boots.png")));

        assertThat(runs()).containsEntry("image", 2);
    }

    @Test
    void equalTextsOfTwoModalitiesAreTwoContents() {
        classify(listing("1", "Warm boots", "Warm boots", new Image.None()));

        assertThat(runs()).containsEntry("title", 1).containsEntry("description", 1);
    }

    @Test
    void anUnreadablePictureIsLookedAtAgain() throws IOException {
        Listing spoiled = listing("1", "Brown boots", "", linked("spoiled.png"));
        Decision before = classify(spoiled).getFirst();
        Files.write(folder.resolve("spoiled.png"), DrawnPicture.encoded("png", 60, 80));
        Decision after = classify(spoiled).getFirst();

        assertThat(before.evidence().get("image")).isInstanceOf(Evidence.Unreadable.class);
        assertThat(after.evidence().get("image")).isInstanceOf(Evidence.Scored.class);
    }

    @Test
    void decisionsAreTheSameWithAndWithoutMemory() throws IOException {
        List<Listing> listings = new ArrayList<>();
        for (int each = 0; each < 40; each++) {
            listings.add(listing("id-" + each, "Boots " + each % 7, each % 3 == 0 ? "" : "Warm " + each % 5,
                    linked(each % 2 == 0 ? "boots.png" : each % 4 == 1 ? "scarf.png" : "spoiled.png")));
        }
        try (ServingBundle forgetful = open(SETTINGS.withoutRepeats())) {
            assertThat(forgetful.repeats()).isEmpty();
            List<Decision> expected = forgetful.classifier().classify(listings);

            for (int round = 0; round < 2; round++) {
                List<Decision> decided = serving.classifier().classify(listings);
                for (int row = 0; row < listings.size(); row++) {
                    assertSame(expected.get(row), decided.get(row));
                }
            }
        }
    }

    private static void assertSame(Decision expected, Decision decided) {
        assertThat(decided.getClass()).isEqualTo(expected.getClass());
        assertThat(decided.labels()).extracting(label -> label.label())
                .isEqualTo(expected.labels().stream().map(label -> label.label()).toList());
        expected.evidence().forEach((modality, evidence) -> assertThat(
                EvidenceDistance.between(evidence, decided.evidence().get(modality))).as(modality)
                .isLessThanOrEqualTo(TOLERANCE));
    }

    private List<Decision> classify(Listing... listings) {
        return serving.classifier().classify(List.of(listings));
    }

    private Map<String, Integer> runs() {
        Map<String, Integer> counted = new ConcurrentHashMap<>();
        run.forEach((model, rows) -> counted.put(model, rows.get()));
        return counted;
    }

    private static Listing listing(String id, String title, String description, Image image) {
        return new Listing(id, title, description, image);
    }

    private static Image linked(String name) {
        return new Image.Linked(name);
    }
}
