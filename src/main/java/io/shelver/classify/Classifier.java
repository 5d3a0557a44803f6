// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Listing;
import java.util.List;

/** A batch of listings becomes as many decisions, in order. A listing's decision does not depend on its neighbours. */
public interface Classifier {

    /**
     * @throws ClassifierUnavailableException
     *             if the models cannot run: no listing is to blame
     * @throws NoScoresException
     *             if a model answered nonsense, for one of the listings or for all
     */
    List<Decision> classify(List<Listing> listings);
}
