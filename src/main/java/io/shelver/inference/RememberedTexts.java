// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A modality of texts that is asked about the same text once: what it scored before is neither tokenised nor run again.
 *
 * @param text
 *            all that the modality reads of a listing
 */
record RememberedTexts(Modality modality, Function<Listing, String> text, EvidenceCache cache,
        ModelListener listener) implements Modality {

    private static final Evidence NOT_ASKED = new Evidence.Absent();

    @Override
    public String name() {
        return modality.name();
    }

    @Override
    public Set<Part> parts() {
        return modality.parts();
    }

    @Override
    public CompletableFuture<List<Evidence>> examine(List<Listing> listings) {
        Recall recall = new Recall(cache);
        List<Integer> asked = new ArrayList<>();
        for (int row = 0; row < listings.size(); row++) {
            if (recall.lacks(row, ContentHash.of(name(), text.apply(listings.get(row))))) {
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
            return recall.complete(evidence, listener);
        });
    }
}
