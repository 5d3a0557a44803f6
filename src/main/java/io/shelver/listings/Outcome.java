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
 * What became of one listing, in the form that files hold.
 *
 * @param listingId
 *            empty if it could not be read
 * @param labels
 *            that were emitted, parents first
 * @param reasons
 *            to review it, or why it is no listing; empty if categorized
 * @param modalities
 *            modality to what it said; empty behind the dead letters' door
 */
public record Outcome(String listingId, Door door, List<ScoredLabel> labels, List<String> reasons,
        Map<String, Said> modalities) {
    public Outcome {
        labels = List.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    /**
     * What one modality said.
     *
     * @param kind
     *            scored, absent, unreadable or skipped
     * @param why
     *            it is unreadable; else empty
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

    /** A line that is no listing. */
    public static Outcome refused(String listingId, String why) {
        return new Outcome(listingId, Door.DEAD_LETTERS, List.of(), List.of(FailureClass.NOT_A_LISTING + ": " + why),
                Map.of());
    }
}
