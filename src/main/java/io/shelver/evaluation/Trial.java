// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.catalog.Label;
import io.shelver.classify.Decision;
import io.shelver.classify.Scores;
import java.util.List;
import java.util.Map;

/**
 * A listing with its truth, its decision and its scores.
 *
 * @param truth
 *            the true paths, the main one first, of which every prefix is true as well; empty if the truth is unknown
 * @param rows
 *            the scores by name of the row; a row that could score no part of the listing is missing
 */
public record Trial(List<Label> truth, Decision decision, Map<String, Scores> rows) {
    public Trial {
        truth = List.copyOf(truth);
        rows = Map.copyOf(rows);
    }
}
