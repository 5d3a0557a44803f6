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
import io.shelver.classify.Modality;
import io.shelver.classify.Pictures;
import io.shelver.testing.EvidenceDistance;
import io.shelver.testing.TinyBundle;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private static final Pictures NO_PICTURES = Pictures.oneByOne(image -> {
        throw new Pictures.UnreadableException("none");
    });
    private static final Bundle BUNDLE = Bundle.open(TinyBundle.FOLDER);
    private static final List<URI> CALLED = new ArrayList<>();

    private static Models models;

    @BeforeAll
    static void openModelsAndWatchTheNetwork() {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                CALLED.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                CALLED.add(uri);
            }
        });
        models = open("cpu", false);
        ProxySelector.setDefault(before);
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @Test
    void goldenListingsGiveTheScoresOfTraining() {
        GoldenCheck check = GoldenCheck.run(BUNDLE, models);

        assertThat(check.listings()).isEqualTo(BUNDLE.goldenListings().size());
        assertThat(check.largestDifference()).containsKeys("title", "description", "fused")
                .allSatisfy((what, difference) -> assertThat(difference).isLessThan(1e-4));
    }

    @Test
    void nothingCallsHomeWhenTokenizersLoad() {
        assertThat(CALLED).isEmpty();
    }

    @Test
    void neighboursInABatchChangeNoScore() {
        List<Listing> listings = BUNDLE.goldenListings().stream().map(GoldenListing::listing).toList();

        for (Modality modality : models.modalities()) {
            List<Evidence> together = modality.examine(listings).join();
            for (int row = 0; row < listings.size(); row++) {
                Evidence alone = modality.examine(List.of(listings.get(row))).join().getFirst();
                assertThat(EvidenceDistance.between(alone, together.get(row)))
                        .as("%s of listing %d", modality.name(), row)
                        .isLessThanOrEqualTo(1e-5f);
            }
        }
    }

    @Test
    void aBatchLargerThanTheDeviceTakesAtOnceIsScoredWhole() {
        List<Listing> many = new ArrayList<>();
        for (int row = 0; row < 3 * Device.MAX_ROWS + 1; row++) {
            many.add(listing("steel kitchen knife " + row, ""));
        }

        List<Evidence> evidence = models.modalities().getFirst().examine(many).join();

        assertThat(evidence).hasSize(many.size()).allMatch(Evidence.Scored.class::isInstance);
    }

    @Test
    void aPartThatIsNotThereIsAbsentAndOneWithoutWordsUnreadable() {
        List<Evidence> evidence = models.modalities().getFirst()
                .examine(List.of(listing("  ", "d"), listing("???", "d"))).join();

        assertThat(evidence.get(0)).isInstanceOf(Evidence.Absent.class);
        assertThat(evidence.get(1)).isInstanceOf(Evidence.Unreadable.class);
    }

    @Test
    void hostileTextsAreScoredOrUnreadableAndNothingElse() {
        List<Listing> hostile = List.of(listing("\ud800 lone surrogate", ""), listing("a\u0000b", ""),
                listing("\u202e right to left", ""),
                listing("x".repeat(Listing.MAX_TITLE_LENGTH), ""));

        assertThat(models.modalities().getFirst().examine(hostile).join()).hasSize(4)
                .noneMatch(Evidence.Absent.class::isInstance);
    }

    @Test
    void aProviderThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> open("cuda,cpu", false)).isInstanceOf(ModelException.class)
                .hasMessageContaining("cuda")
                .hasMessageContaining("SHELVER_PROVIDER_FALLBACK");
    }

    @Test
    void fallbackIsTakenWhenAllowedAndSaid() {
        try (Models fallback = open("cuda,cpu", true)) {
            assertThat(fallback.providers().used()).containsExactly(Provider.CPU);
            assertThat(fallback.providers().missing()).containsOnlyKeys(Provider.CUDA);
        }
    }

    @Test
    void whoAsksAClosedDeviceIsTold() {
        Models closed = open("cpu", false);
        Modality title = closed.modalities().getFirst();
        closed.close();

        assertThatThrownBy(() -> closed.fusion().fuse(List.of(java.util.Map.of())).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ClassifierUnavailableException.class);
        assertThat(title.name()).isEqualTo("title");
    }

    private static Models open(String providers, boolean fallback) {
        return Models.open(BUNDLE, NO_PICTURES, Duration.ofSeconds(1), Provider.parse(providers), fallback, 2);
    }

    private static Listing listing(String title, String description) {
        return new Listing("id", title, description, new Image.None());
    }
}
