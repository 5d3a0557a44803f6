// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.classify.Evidence;
import io.shelver.classify.Features;
import io.shelver.classify.NoScoresException;
import io.shelver.classify.Scores;

/** What a graph answered for one row, yet to be held to be scores. */
final class Answer {
    private final float[] scores;
    private final float[] features;

    Answer(float[] scores, float[] features) {
        this.scores = scores;
        this.features = features;
    }

    /**
     * @throws NoScoresException
     *             if a value is no probability
     */
    Scores scores(String graph) {
        try {
            return Scores.of(scores);
        } catch (IllegalArgumentException e) {
            throw new NoScoresException(
                    "the graph of %s answered no scores: %s".formatted(graph, e.getMessage()), e);
        }
    }

    /**
     * @throws NoScoresException
     *             as {@link #scores} does
     */
    Evidence evidence(String modality, double unknownShare) {
        try {
            return new Evidence.Scored(scores(modality), unknownShare, Features.of(features));
        } catch (IllegalArgumentException e) {
            throw new NoScoresException(
                    "the graph of %s answered no features: %s".formatted(modality, e.getMessage()), e);
        }
    }
}
