// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Label;
import java.util.List;
import java.util.Map;

/**
 * Counts of a bundle's decisions on unseen listings of the catalogue that it was trained for. {@link Drift} compares later
 * decisions with them.
 *
 * @param listings
 *            the number of unseen listings, 1 or more
 * @param confidenceEdges
 *            the edges of the bins of confidence, ascending, each in [0, 1]. The confidence of a listing is the lowest score of its
 *            emitted labels, 0 if there are none; a confidence that equals an edge belongs to the bin above it
 * @param confidenceListings
 *            the number of listings in each bin; there is one more bin than edges
 * @param labels
 *            for each label the number of listings with this label emitted
 * @param unlabelled
 *            the number of listings without any emitted label
 */
public record Reference(int listings, List<Float> confidenceEdges, List<Integer> confidenceListings,
        Map<Label, Integer> labels, int unlabelled) {
    public Reference {
        confidenceEdges = List.copyOf(confidenceEdges);
        confidenceListings = List.copyOf(confidenceListings);
        labels = Map.copyOf(labels);
        if (listings < 1) {
            throw new IllegalArgumentException("a reference needs 1 listing or more, not " + listings);
        }
        requireEdges(confidenceEdges);
        if (confidenceListings.size() != confidenceEdges.size() + 1) {
            throw new IllegalArgumentException("%d edges of confidence make %d bins, not %d"
                    .formatted(confidenceEdges.size(), confidenceEdges.size() + 1, confidenceListings.size()));
        }
        confidenceListings.forEach(count -> requireCount(count, listings));
        if (confidenceListings.stream().mapToLong(count -> count).sum() != listings) {
            throw new IllegalArgumentException(
                    "the bins of confidence %s do not hold %d listings".formatted(confidenceListings, listings));
        }
        labels.values().forEach(count -> requireCount(count, listings));
        requireCount(unlabelled, listings);
    }

    private static void requireEdges(List<Float> edges) {
        float last = -1;
        for (float edge : edges) {
            if (!(edge > last && edge <= 1) || edge < 0) {
                throw new IllegalArgumentException("edges of confidence must ascend in [0, 1], not " + edges);
            }
            last = edge;
        }
    }

    private static void requireCount(int count, int listings) {
        if (count < 0 || count > listings) {
            throw new IllegalArgumentException(
                    "a count of the reference must be 0 to %2$d listings, not %1$d".formatted(count, listings));
        }
    }
}
