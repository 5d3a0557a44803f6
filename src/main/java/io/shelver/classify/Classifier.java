// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Listing;
import java.util.List;

/** Decides about listings. The decision about a listing does not depend on the rest of its batch. */
public interface Classifier {

    /**
     * Decides about each listing of a batch.
     *
     * @return one decision for each listing, in the same order
     * @throws ClassifierUnavailableException
     *             if the models cannot run; no listing caused this
     * @throws NoScoresException
     *             if a model returned values that are no scores, for one of the listings or for all
     */
    List<Decision> classify(List<Listing> listings);
}
