// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.catalog.Label;
import io.shelver.classify.Decision;
import io.shelver.classify.Scores;
import java.util.List;
import java.util.Map;

/**
 * A listing whose truth is known, and what was made of it.
 *
 * @param truth
 *            the paths where it stands, the main one first; every prefix of a path is true as well. Empty if unknown
 * @param rows
 *            row name to scores; a row that could score no part of the listing is missing
 */
public record Trial(List<Label> truth, Decision decision, Map<String, Scores> rows) {
    public Trial {
        truth = List.copyOf(truth);
        rows = Map.copyOf(rows);
    }
}
