// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Late fusion: one score vector of what the modalities say. Any subset of them may have scored, at least one has. */
public interface Fusion {

    /**
     * @param evidence
     *            of each listing: modality name to what it said
     * @return fused scores of each listing, in order
     */
    CompletableFuture<List<Scores>> fuse(List<Map<String, Evidence>> evidence);
}
