// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Label;
import java.util.List;
import java.util.Map;

/**
 * What a bundle decided on unseen listings of the catalogue that it was trained for; what is seen since is held against it.
 *
 * @param listings
 *            how many these were, 1 or more
 * @param confidenceEdges
 *            ascending, each in [0, 1]; they cut confidence, the least score of a listing's emitted labels (0 without any), into
 *            bins. A value that equals an edge belongs above it
 * @param confidenceListings
 *            listings in each bin, one more bin than edges
 * @param labels
 *            of how many listings each label was emitted
 * @param unlabelled
 *            listings of which no label was emitted
 */
public record Reference(int listings, List<Float> confidenceEdges, List<Integer> confidenceListings,
        Map<Label, Integer> labels, int unlabelled) {
    public Reference {
        confidenceEdges = List.copyOf(confidenceEdges);
        confidenceListings = List.copyOf(confidenceListings);
        labels = Map.copyOf(labels);
        if (listings < 1) {
            throw new IllegalArgumentException("a reference needs listings, not " + listings);
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
            throw new IllegalArgumentException("%d of %d listings".formatted(count, listings));
        }
    }
}
