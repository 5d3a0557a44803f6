// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import io.shelver.image.DecodedPictures;
import io.shelver.image.ImageFiles;
import io.shelver.inference.Models;
import io.shelver.inference.Provider;
import io.shelver.listings.ListingLine;
import io.shelver.listings.ListingReader;
import io.shelver.settings.ModelSettings;
import io.shelver.testing.EvidenceDistance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The committed bundle on the sample listings: titles, descriptions and pictures, good and bad. */
class ServingBundleTest {
    private static final Path SAMPLES = Path.of("src/main/resources/samples");
    private static final float TOLERANCE = 1e-5f;

    private static ImageFiles files;
    private static ServingBundle serving;
    private static List<Listing> listings;

    @BeforeAll
    static void openBundle() throws IOException {
        files = ImageFiles.open(SAMPLES.resolve("images"));
        serving = ServingBundle.open(ModelSettings.from(Map.of()).patient().withoutRepeats(),
                DecodedPictures.from(files));
        listings = samples();
    }

    @AfterAll
    static void close() throws IOException {
        serving.close();
        files.close();
    }

    @Test
    void theCommittedBundleProvesItself() {
        assertThat(serving.proof().listings()).isGreaterThanOrEqualTo(10);
        assertThat(serving.proof().largestDifference()).containsKeys("title", "description", "image", "fused");
    }

    @Test
    void aListingScoresTheSameAloneAndAmongOthers() {
        for (Modality modality : serving.models().modalities()) {
            List<Evidence> together = modality.examine(listings).join();
            for (int row = 0; row < listings.size(); row += 7) {
                Evidence alone = modality.examine(List.of(listings.get(row))).join().getFirst();
                assertThat(EvidenceDistance.between(alone, together.get(row)))
                        .as("%s of %s", modality.name(), listings.get(row).id())
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
    }

    @Test
    void aListingIsDecidedTheSameAloneAndAmongOthers() {
        List<Decision> together = serving.classifier().classify(listings);

        for (int row = 0; row < listings.size(); row += 7) {
            Decision alone = serving.classifier().classify(List.of(listings.get(row))).getFirst();
            assertThat(alone.getClass()).as(listings.get(row).id()).isEqualTo(together.get(row).getClass());
            assertThat(alone.labels().stream().map(label -> label.label()).toList())
                    .isEqualTo(together.get(row).labels().stream().map(label -> label.label()).toList());
        }
    }

    @Test
    void aSpoiledPictureLeavesTheTextsToDecide() {
        Listing spoiled = listings.stream().filter(listing -> listing.id().equals("sample-201")).findFirst()
                .orElseThrow();

        // The cascade would not look at it.
        Classifier askingAll = serving.classifier(serving.modalities(), serving.bundle().exhaustive().cascade());
        Decision decision = askingAll.classify(List.of(spoiled)).getFirst();

        assertThat(decision.evidence().get("image")).isInstanceOf(Evidence.Unreadable.class);
        assertThat(decision.evidence().get("title")).isInstanceOf(Evidence.Scored.class);
        assertThat(decision.labels()).isNotEmpty();
    }

    @Test
    void picturesForWhichNoTimeIsLeftAreUnreadable() {
        List<Provider> cpu = List.of(Provider.CPU);
        try (Models hurried = Models.open(serving.bundle(), DecodedPictures.from(files), Duration.ZERO, cpu, false,
                1)) {
            List<Evidence> evidence = hurried.modalities().getLast().examine(listings.subList(0, 3)).join();

            assertThat(evidence).hasSize(3).allSatisfy(said -> assertThat(said.kind()).isEqualTo("unreadable"));
        }
    }

    private static List<Listing> samples() throws IOException {
        List<Listing> samples = new ArrayList<>();
        try (ListingReader reader = ListingReader.open(SAMPLES.resolve("listings.jsonl"))) {
            for (Optional<ListingLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                if (line.get() instanceof ListingLine.Read read) {
                    samples.add(read.listing());
                }
            }
        }
        return samples;
    }
}
