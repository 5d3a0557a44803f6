// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Taxonomy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one modality found out about one listing. */
public sealed interface Evidence {

    /**
     * The modality's model read its part of the listing and scored it.
     *
     * @param scores
     *            the score of each label
     * @param unknownShare
     *            the share of the part that is unknown to the model, in [0, 1]; for a text, the share of unknown tokens
     * @param features
     *            input for the fusion alone; {@link Features#NONE} if the fusion reads none
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

        /** The {@value #TOP} labels with the highest scores, best first, ties in the taxonomy's order; events report these. */
        public List<ScoredLabel> top(Taxonomy taxonomy) {
            return Ranking.first(TOP, scores.size(), (label, other) -> scores.get(label) > scores.get(other))
                    .mapToObj(label -> new ScoredLabel(taxonomy.label(label), scores.get(label)))
                    .toList();
        }
    }

    /** The listing has no such part. */
    record Absent() implements Evidence {}

    /**
     * The listing has the part, but the modality cannot read it.
     *
     * @param why
     *            the cause, for a person; it never quotes the content
     * @param again
     *            the time after which another attempt may succeed, if the part will be there later
     */
    record Unreadable(String why, Optional<Duration> again) implements Evidence {

        /** What no other attempt can read. */
        public Unreadable(String why) {
            this(why, Optional.empty());
        }
    }

    /** The listing has the part, but the decision did not need it. */
    record Skipped() implements Evidence {}

    /** The name of the case in events and files, such as {@code scored}. */
    default String kind() {
        return switch (this) {
            case Scored scored -> "scored";
            case Absent absent -> "absent";
            case Unreadable unreadable -> "unreadable";
            case Skipped skipped -> "skipped";
        };
    }
}
