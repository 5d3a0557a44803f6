// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Taxonomy;
import java.util.List;

/** What one modality says about one listing. */
public sealed interface Evidence {

    /**
     * The model read its part.
     *
     * @param scores
     *            by label
     * @param unknownShare
     *            the share of the part that the model has never seen, in [0, 1] (for texts: unknown tokens)
     * @param features
     *            for the fusion alone; none where it reads none
     */
    record Scored(Scores scores, double unknownShare, Features features) implements Evidence {
        private static final int TOP = 5;

        public Scored {
            if (!(unknownShare >= 0 && unknownShare <= 1)) {
                throw new IllegalArgumentException("unknownShare must be in [0, 1], not " + unknownShare);
            }
        }

        public Scored(Scores scores, double unknownShare) {
            this(scores, unknownShare, Features.NONE);
        }

        /** What whoever asks is told of the scores: the {@value #TOP} likeliest labels, best first; a tie in the taxonomy's order. */
        public List<ScoredLabel> top(Taxonomy taxonomy) {
            return Ranking.first(TOP, scores.size(), (label, other) -> scores.get(label) > scores.get(other))
                    .mapToObj(label -> new ScoredLabel(taxonomy.label(label), scores.get(label)))
                    .toList();
        }
    }

    /** The listing has no such part. */
    record Absent() implements Evidence {}

    /**
     * The part is there and cannot be used.
     *
     * @param why
     *            for a person; never the content itself
     */
    record Unreadable(String why) implements Evidence {}

    /** The part is there and was not needed. */
    record Skipped() implements Evidence {}

    /** The name of the case as events and files write it. */
    default String kind() {
        return switch (this) {
            case Scored scored -> "scored";
            case Absent absent -> "absent";
            case Unreadable unreadable -> "unreadable";
            case Skipped skipped -> "skipped";
        };
    }
}
