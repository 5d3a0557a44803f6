// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Part;
import io.shelver.classify.Modality;
import java.util.Set;

/** A modality that a graph of the bundle scores. Equal contents get equal evidence, so its scores can be remembered. */
interface GraphModality extends Modality {

    /** What the bundle says about this modality. */
    ModalityGraph spec();

    @Override
    default String name() {
        return spec().name();
    }

    @Override
    default Set<Part> parts() {
        return spec().field().parts();
    }

    /** The same modality, without a second run for a content that the cache has scores of. */
    Modality remembering(EvidenceCache cache);
}
