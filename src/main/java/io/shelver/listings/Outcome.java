// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.classify.Evidence;
import io.shelver.classify.FailureClass;
import io.shelver.classify.ScoredLabel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The door that a listing left by, and why, in the form that files hold. Unlike a {@link Decision}, an outcome may be a dead letter,
 * which no model decided about.
 *
 * @param listingId
 *            the listing's id; empty if it could not be read
 * @param labels
 *            the emitted labels, parents before children
 * @param reasons
 *            the reasons for review, or why the line is no listing; empty at the door of categories
 * @param modalities
 *            the evidence of each modality, by the modality's name; empty at the door of dead letters
 */
public record Outcome(String listingId, Door door, List<ScoredLabel> labels, List<String> reasons,
        Map<String, Said> modalities) {
    public Outcome {
        labels = List.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    /**
     * The evidence of one modality, in short.
     *
     * @param kind
     *            {@code scored}, {@code absent}, {@code unreadable} or {@code skipped}
     * @param why
     *            why the part is unreadable; empty for other kinds
     */
    public record Said(String kind, String why) {
        static Said of(Evidence evidence) {
            return new Said(evidence.kind(),
                    evidence instanceof Evidence.Unreadable unreadable ? unreadable.why() : "");
        }
    }

    public static Outcome of(String listingId, Decision decision) {
        Map<String, Said> said = new LinkedHashMap<>();
        decision.evidence().forEach((modality, evidence) -> said.put(modality, Said.of(evidence)));
        return switch (decision) {
            case Decision.Categorized sure -> new Outcome(listingId, Door.CATEGORIES, sure.labels(), List.of(), said);
            case Decision.NeedsReview unsure -> new Outcome(listingId, Door.REVIEWS, unsure.labels(),
                    unsure.reasons().stream().map(Object::toString).toList(), said);
        };
    }

    /** The outcome of a line that is no listing: a dead letter. */
    public static Outcome refused(String listingId, String why) {
        return new Outcome(listingId, Door.DEAD_LETTERS, List.of(), List.of(FailureClass.NOT_A_LISTING + ": " + why),
                Map.of());
    }
}
