// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Late fusion (Snoek et al., Early versus Late Fusion in Semantic Video Analysis, ACM Multimedia 2005): combines the scores of the
 * modalities into one. Any of the modalities may lack scores, but not all.
 */
public interface Fusion {

    /**
     * @param evidence
     *            for each listing the evidence of its modalities, by the modality's name; at least one of them scored
     * @return the fused scores of each listing, in the same order
     */
    CompletableFuture<List<Scores>> fuse(List<Map<String, Evidence>> evidence);
}
