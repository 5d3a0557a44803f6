// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.classify.Modality;

/** A modality whose evidence of equal contents is equal. */
interface Rememberable extends Modality {

    /** The same modality, but what it scored before is not run again. */
    Modality remembering(EvidenceCache cache);
}
