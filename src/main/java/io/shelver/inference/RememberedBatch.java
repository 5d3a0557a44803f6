// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.classify.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One batch of a modality, and what earlier batches scored. Ask {@link #lacks} for every row, examine the rows that it
 * lacks, then call {@link #complete}.
 */
final class RememberedBatch {
    private final EvidenceCache cache;
    private final Map<Integer, Evidence.Scored> remembered = new HashMap<>();
    private final Map<Integer, Integer> repeated = new HashMap<>();
    private final Map<ContentHash, Integer> running = new HashMap<>();

    RememberedBatch(EvidenceCache cache) {
        this.cache = cache;
    }

    /**
     * Whether the model must run on this row: neither an earlier batch nor an earlier row of this batch has the same
     * content.
     */
    boolean lacks(int row, ContentHash content) {
        Optional<Evidence.Scored> found = cache.find(content);
        if (found.isPresent()) {
            remembered.put(row, found.get());
            return false;
        }
        Integer earlier = running.putIfAbsent(content, row);
        if (earlier != null) {
            repeated.put(row, earlier);
        }
        return earlier == null;
    }

    /**
     * Adds what is known of the other rows, and remembers the new scores.
     *
     * @param said
     *            the evidence of every row; that of the rows which did not run is ignored
     * @return the evidence of every row
     */
    List<Evidence> complete(List<Evidence> said, ModelListener listener) {
        List<Evidence> complete = new ArrayList<>(said);
        remembered.forEach(complete::set);
        repeated.forEach((row, earlier) -> complete.set(row, said.get(earlier)));
        int run = 0;
        for (Map.Entry<ContentHash, Integer> each : running.entrySet()) {
            if (said.get(each.getValue()) instanceof Evidence.Scored scored) {
                cache.keep(each.getKey(), scored);
                run++;
            }
        }
        int scored = (int) complete.stream().filter(Evidence.Scored.class::isInstance).count();
        listener.scored(scored - run, run);
        return List.copyOf(complete);
    }
}
