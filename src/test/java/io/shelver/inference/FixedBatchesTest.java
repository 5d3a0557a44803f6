// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.GoldenListing;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Listing;
import io.shelver.classify.Evidence;
import io.shelver.classify.Pictures;
import io.shelver.testing.EvidenceDistance;
import io.shelver.testing.FixtureBundle;
import io.shelver.testing.TinyBundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs batches of the shapes that a GPU gets, on the CPU. */
class FixedBatchesTest {
    private static final Pictures NO_PICTURES = Pictures.oneByOne(image -> {
        throw new Pictures.UnreadableException("none");
    });

    static List<Path> bundles() {
        return List.of(TinyBundle.FOLDER, FixtureBundle.EARLY, FixtureBundle.SINGLE);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void theyChangeNoScore(Path folder) {
        Bundle bundle = Bundle.open(folder);
        List<Listing> listings = bundle.goldenListings().stream().map(GoldenListing::listing).toList();

        try (Models fixed = open(bundle, Batching.FIXED, model -> ModelListener.NONE);
                Models tight = open(bundle, Batching.TIGHT, model -> ModelListener.NONE)) {
            for (int modality = 0; modality < bundle.modalities().size(); modality++) {
                List<Evidence> one = fixed.modalities().get(modality).examine(listings).join();
                List<Evidence> other = tight.modalities().get(modality).examine(listings).join();
                for (int row = 0; row < listings.size(); row++) {
                    assertThat(EvidenceDistance.between(one.get(row), other.get(row)))
                            .as("%s of listing %d", fixed.modalities().get(modality).name(), row)
                            .isLessThanOrEqualTo(1e-5f);
                }
            }
            GoldenCheck.run(bundle, fixed);
        }
    }

    @Test
    void everyBucketOfEveryGraphWasRunBeforeTheModelsAreOpen() {
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

        try (Models models = open(Bundle.open(FixtureBundle.SINGLE), Batching.FIXED, model -> new ModelListener() {
            @Override
            public void ran(int rows, Duration took) {
                runs.computeIfAbsent(model, first -> new AtomicInteger()).incrementAndGet();
            }
        })) {
            int longest = ((ModalityGraph.Text) Bundle.open(FixtureBundle.SINGLE).modalities()
                    .getFirst()).maxTokens();
            assertThat(runs.get("text_tfidf")).hasValue(Batching.FIXED.all(Device.MAX_ROWS, longest).size());
            assertThat(runs.get(Models.FUSION)).hasValue(Batching.FIXED.all(Device.MAX_ROWS, 1).size());
            assertThat(models.areWorking()).isTrue();
        }
    }

    private static Models open(Bundle bundle, Batching batching, Function<String, ModelListener> listeners) {
        Device device = Device.open(new ProviderChain(List.of(Provider.CPU), Map.of()), batching, 1);
        return Models.open(bundle, NO_PICTURES, Duration.ofSeconds(1), device, listeners);
    }
}
