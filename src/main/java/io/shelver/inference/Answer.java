// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.classify.Evidence;
import io.shelver.classify.Features;
import io.shelver.classify.NoScoresException;
import io.shelver.classify.Scores;
import java.nio.FloatBuffer;

/** The answer of a graph for one row. */
sealed interface Answer {

    /**
     * @param features
     *            the features of the last layer; empty if no fusion reads them
     */
    record Given(Scores scores, Features features) implements Answer {}

    /** Numbers that cannot be scores or features. The caller that asked for this row is told why. */
    record Refused(IllegalArgumentException why) implements Answer {}

    /** Reads the next row of each buffer. */
    static Answer read(FloatBuffer scores, int labels, FloatBuffer features, int width) {
        int nextScores = scores.position() + labels;
        int nextFeatures = features.position() + width;
        try {
            return new Given(Scores.read(scores, labels), Features.read(features, width));
        } catch (IllegalArgumentException e) {
            return new Refused(e);
        } finally {
            scores.position(nextScores);
            features.position(nextFeatures);
        }
    }

    /**
     * @param graph
     *            the name of the graph, for a message
     * @throws NoScoresException
     *             if the answer was refused
     */
    default Given given(String graph) {
        return switch (this) {
            case Given given -> given;
            case Refused refused -> throw new NoScoresException(
                    "the graph of %s answered no scores: %s".formatted(graph, refused.why().getMessage()),
                    refused.why());
        };
    }

    /** @throws NoScoresException if the answer was refused */
    default Evidence evidence(String modality, double unknownShare) {
        Given given = given(modality);
        return new Evidence.Scored(given.scores(), unknownShare, given.features());
    }
}
