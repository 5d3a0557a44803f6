// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.classify.ScoredLabel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
 *            modality to scored, absent, unreadable or skipped; empty behind the dead letters' door
 */
public record Outcome(String listingId, Door door, List<ScoredLabel> labels, List<String> reasons,
        Map<String, String> modalities) {
    public Outcome {
        labels = List.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    public static Outcome of(String listingId, Decision decision) {
        return switch (decision) {
            case Decision.Categorized sure ->
                new Outcome(listingId, Door.CATEGORIES, sure.labels(), List.of(), kinds(sure));
            case Decision.NeedsReview unsure -> new Outcome(listingId, Door.REVIEWS, unsure.labels(),
                    unsure.reasons().stream().map(Object::toString).toList(), kinds(unsure));
        };
    }

    /** A line that is no listing. */
    public static Outcome refused(String listingId, String why) {
        return new Outcome(listingId, Door.DEAD_LETTERS, List.of(), List.of("NOT_A_LISTING: " + why), Map.of());
    }

    private static Map<String, String> kinds(Decision decision) {
        return decision.evidence().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().kind(),
                        (first, second) -> first, LinkedHashMap::new));
    }

}
