// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A modality that repeats its recorded evidence without its model. With it, one run of the models tells what any
 * cascade would decide.
 */
public final class RecordedModality implements Modality {
    private final String name;
    private final Set<Part> parts;
    private final Map<Listing, Evidence> said = new IdentityHashMap<>();

    /**
     * @param of
     *            the modality that was recorded
     * @param listings
     *            the listings that it examined
     * @param evidence
     *            the evidence of each listing, in order, by name of the modality
     */
    public RecordedModality(Modality of, List<Listing> listings, List<Map<String, Evidence>> evidence) {
        this.name = of.name();
        this.parts = of.parts();
        for (int row = 0; row < listings.size(); row++) {
            said.put(listings.get(row), Objects.requireNonNull(evidence.get(row).get(name), name));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Part> parts() {
        return parts;
    }

    @Override
    public CompletableFuture<List<Evidence>> examine(List<Listing> listings) {
        return CompletableFuture.completedFuture(
                listings.stream().map(listing -> Objects.requireNonNull(said.get(listing), listing.id())).toList());
    }
}
