// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.classify.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One batch of a modality beside what it scored before: every row is asked for, the batch is run, then completed. */
final class RememberedBatch {
    private final EvidenceCache cache;
    private final Map<Integer, Evidence.Scored> remembered = new HashMap<>();
    private final Map<Integer, Integer> repeated = new HashMap<>();
    private final Map<ContentHash, Integer> running = new HashMap<>();

    RememberedBatch(EvidenceCache cache) {
        this.cache = cache;
    }

    /** Whether this row has to be run: the same was not scored before, nor is it in an earlier row of this batch. */
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
     * Keeps what was scored.
     *
     * @param said
     *            of every row; of those that were not run, whatever
     * @return the same with what is known of these
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
