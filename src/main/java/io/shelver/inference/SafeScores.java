// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Scores;

/** What a graph answered, held to be scores. */
final class SafeScores {
    private SafeScores() {
    }

    /**
     * @throws ClassifierUnavailableException
     *             if a value is no probability: the model or the device is broken, whatever the listing was
     */
    static Scores of(String graph, float[] values) {
        try {
            return Scores.of(values);
        } catch (IllegalArgumentException e) {
            throw new ClassifierUnavailableException(
                    "the graph of %s answered no scores: %s".formatted(graph, e.getMessage()), e);
        }
    }
}
