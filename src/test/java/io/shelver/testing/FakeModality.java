// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import io.shelver.classify.Scores;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A modality without a model, which answers at once what the test tells it to. */
public record FakeModality(String name, Function<Listing, Evidence> says) implements Modality {

    public static FakeModality scoring(String name, Scores scores) {
        return new FakeModality(name, listing -> Products.scored(scores));
    }

    public static FakeModality saying(String name, Evidence evidence) {
        return new FakeModality(name, listing -> evidence);
    }

    /** The part of a listing with the same name as the modality. */
    @Override
    public Set<Part> parts() {
        return Set.of(Part.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    @Override
    public CompletableFuture<List<Evidence>> examine(List<Listing> listings) {
        return CompletableFuture.completedFuture(listings.stream().map(says).toList());
    }
}
