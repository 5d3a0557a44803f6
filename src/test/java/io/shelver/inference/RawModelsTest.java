// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Pixels;
import io.shelver.testing.FixtureBundle;
import io.shelver.testing.Products;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RawModelsTest {
    private static final List<Listing> LISTINGS = Stream.of("red shirt", "a blue cotton shirt with long sleeves", "mug")
            .map(Products::titled).toList();

    @Test
    void everyGraphOfTheBundleRunsItsRows() {
        Bundle bundle = Bundle.open(FixtureBundle.EARLY);

        try (RawModels models = RawModels.open(bundle, List.of(Provider.CPU), 1)) {
            List<RawGraph> graphs = models.graphs(LISTINGS, List.of(), 0);

            assertThat(graphs).extracting(RawGraph::name).containsExactlyElementsOf(Stream
                    .concat(bundle.modalities().stream().map(ModalityGraph::name), Stream.of(Models.FUSION)).toList());
            assertThat(graphs).allSatisfy(graph -> assertThat(rowsThatRan(graph)).isEqualTo(graph.rows()).isPositive());
            assertThat(models.readPictures()).isFalse();
        }
    }

    @Test
    void aModelThatReadsPicturesRunsAsOftenAsThereAreSome() {
        Pixels gray = Pixels.owning(4, 4, new byte[48]);

        try (RawModels models = RawModels.open(Bundle.open(Path.of("models/bundles/fashion")), List.of(Provider.CPU),
                1)) {
            RawGraph image = models.graphs(LISTINGS, List.of(gray, gray), 0.25).stream()
                    .filter(graph -> graph.name().equals("image")).findFirst().orElseThrow();

            assertThat(models.readPictures()).isTrue();
            assertThat(image.share()).isEqualTo(0.25);
            assertThat(rowsThatRan(image)).isEqualTo(2);
        }
    }

    private static int rowsThatRan(RawGraph graph) {
        try (RawGraph.Batches batches = graph.batches(2)) {
            return IntStream.range(0, batches.count()).map(batches::run).sum();
        }
    }
}
