// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One model and the part of a listing that it reads. */
public interface Modality {

    /** The name that the bundle gives it, such as {@code title}. */
    String name();

    /** What it reads of a listing. */
    Set<Part> parts();

    /**
     * Prepares the parts on the calling thread and scores them on the device's.
     *
     * @return evidence for each listing, in order; fails with {@link ClassifierUnavailableException} when the runtime is
     *         broken
     */
    CompletableFuture<List<Evidence>> examine(List<Listing> listings);
}
