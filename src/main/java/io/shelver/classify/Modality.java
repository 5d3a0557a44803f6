// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Listing;
import io.shelver.catalog.Part;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One model, and the parts of a listing that it reads. */
public interface Modality {

    /** The modality's name in the bundle, such as {@code title}. */
    String name();

    /** The parts of a listing that the model reads. */
    Set<Part> parts();

    /**
     * Prepares the parts on the caller's thread, and scores them on the device's thread.
     *
     * @return the evidence for each listing, in the same order; the future fails with {@link ClassifierUnavailableException} if the
     *         model cannot run
     */
    CompletableFuture<List<Evidence>> examine(List<Listing> listings);
}
