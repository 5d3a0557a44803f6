// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.catalog.Listing;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks a modality of texts about those texts of a batch that the cache lacks. A text costs nothing to read, so the rows
 * are chosen before the modality sees them.
 *
 * @param text
 *            the whole text that the modality reads of a listing
 */
record UnscoredTexts(Modality modality, Function<Listing, String> text) implements RememberedModality.Unscored {
    private static final Evidence NOT_ASKED = new Evidence.Absent();

    @Override
    public CompletableFuture<List<Evidence>> examine(List<Listing> listings, RememberedBatch batch) {
        List<Integer> asked = new ArrayList<>();
        for (int row = 0; row < listings.size(); row++) {
            if (batch.lacks(row, ContentHash.of(modality.name(), text.apply(listings.get(row))))) {
                asked.add(row);
            }
        }
        CompletableFuture<List<Evidence>> answers = asked.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : modality.examine(asked.stream().map(listings::get).toList());
        return answers.thenApply(said -> {
            List<Evidence> evidence = new ArrayList<>(Collections.nCopies(listings.size(), NOT_ASKED));
            for (int each = 0; each < asked.size(); each++) {
                evidence.set(asked.get(each), said.get(each));
            }
            return evidence;
        });
    }
}
