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

/** A modality of pictures that looks at the same picture once: what it scored before is neither decoded nor run again. */
record RememberedPictures(PictureModality modality, EvidenceCache cache, ModelListener listener) implements Modality {

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
        return modality
                .examine(listings, (row, picture) -> recall.lacks(row, ContentHash.of(name(), picture)))
                .thenApply(said -> recall.complete(said, listener));
    }
}
