// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A modality that examines each content once: a content that it scored before is neither prepared nor run again.
 *
 * @param modality
 *            the modality whose name and parts these are
 * @param unscored
 *            examines the contents that the cache lacks
 */
record RememberedModality(Modality modality, EvidenceCache cache, ModelListener listener,
        Unscored unscored) implements Modality {

    /** Examines those rows of a batch that the cache lacks. */
    @FunctionalInterface
    interface Unscored {

        /**
         * @param batch
         *            knows which rows to examine, see {@link RememberedBatch#lacks}
         * @return one evidence for each listing, in order; the evidence of a row that was not examined is ignored
         */
        CompletableFuture<List<Evidence>> examine(List<Listing> listings, RememberedBatch batch);
    }

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
        RememberedBatch batch = new RememberedBatch(cache);
        return unscored.examine(listings, batch).thenApply(said -> batch.complete(said, listener));
    }
}
