// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.classify.Evidence;
import java.util.List;
import java.util.Map;

/**
 * A decision as JSON has it: the fields, names and order of the events that the stream would write.
 *
 * @param door
 *            categories or reviews
 * @param labels
 *            that were emitted, parents first
 * @param sure
 *            those of them that reached their threshold; all behind the door of categories
 * @param candidates
 *            the likeliest labels, emitted or not; empty behind the door of categories, as the event has none
 * @param reasons
 *            to review it; empty behind the door of categories
 * @param evidence
 *            one entry a modality
 */
record Prediction(String door, List<Scored> labels, List<Scored> sure, List<Scored> candidates, List<Doubt> reasons,
        List<Said> evidence, Origin provenance) {

    record Scored(List<String> path, float score) {
        static List<Scored> of(List<io.shelver.classify.ScoredLabel> labels) {
            return labels.stream().map(label -> new Scored(label.label().path(), label.score())).toList();
        }
    }

    record Doubt(String code, String explanation) {}

    record Said(String modality, String kind, List<Scored> top, float unknownShare, String why) {}

    record Origin(String bundle, String bundleVersion, String taxonomy, String taxonomyVersion) {
        static Origin of(io.shelver.classify.Provenance provenance) {
            return new Origin(provenance.bundle(), provenance.bundleVersion(), provenance.taxonomy(),
                    provenance.taxonomyVersion());
        }
    }

    static Prediction of(Decision decision, Taxonomy taxonomy) {
        List<Scored> labels = Scored.of(decision.labels());
        List<Said> said = decision.evidence().entrySet().stream().map(each -> said(each, taxonomy)).toList();
        Origin origin = Origin.of(decision.provenance());
        return switch (decision) {
            case Decision.Categorized categorized ->
                new Prediction(Door.CATEGORIES.key(), labels, labels, List.of(), List.of(), said, origin);
            case Decision.NeedsReview review -> new Prediction(Door.REVIEWS.key(), labels, Scored.of(review.sure()),
                    Scored.of(review.candidates()), review.reasons().stream()
                            .map(reason -> new Doubt(reason.code().name(), reason.explanation())).toList(),
                    said, origin);
        };
    }

    private static Said said(Map.Entry<String, Evidence> modality, Taxonomy taxonomy) {
        String name = modality.getKey();
        String kind = modality.getValue().kind();
        return switch (modality.getValue()) {
            case Evidence.Scored scored -> new Said(name, kind, Scored.of(scored.top(taxonomy)),
                    (float) scored.unknownShare(), "");
            case Evidence.Unreadable unreadable -> new Said(name, kind, List.of(), 0, unreadable.why());
            case Evidence.Absent absent -> new Said(name, kind, List.of(), 0, "");
            case Evidence.Skipped skipped -> new Said(name, kind, List.of(), 0, "");
        };
    }
}
