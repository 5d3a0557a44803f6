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
 * A decision in JSON, with the fields, names and order of the events that the stream would write.
 *
 * @param door
 *            {@code categories} or {@code reviews}
 * @param labels
 *            the emitted labels, parents before children
 * @param sure
 *            the emitted labels that reached their threshold; all of them at the door {@code categories}
 * @param candidates
 *            the labels with the highest scores, emitted or not, best first; empty at the door {@code categories}
 * @param reasons
 *            the reasons for review; empty at the door {@code categories}
 * @param evidence
 *            one entry for each modality, in the bundle's order
 */
record Prediction(String door, List<ScoredLabel> labels, List<ScoredLabel> sure, List<ScoredLabel> candidates,
        List<ReviewReason> reasons,
        List<ModalityEvidence> evidence, Provenance provenance) {

    record ScoredLabel(List<String> path, float score) {
        static List<ScoredLabel> of(List<io.shelver.classify.ScoredLabel> labels) {
            return labels.stream().map(label -> new ScoredLabel(label.label().path(), label.score())).toList();
        }
    }

    record ReviewReason(String code, String explanation) {}

    record ModalityEvidence(String modality, String kind, List<ScoredLabel> top, float unknownShare, String why) {}

    record Provenance(String bundle, String bundleVersion, String taxonomy, String taxonomyVersion) {
        static Provenance of(io.shelver.classify.Provenance provenance) {
            return new Provenance(provenance.bundle(), provenance.bundleVersion(), provenance.taxonomy(),
                    provenance.taxonomyVersion());
        }
    }

    static Prediction of(Decision decision, Taxonomy taxonomy) {
        List<ScoredLabel> labels = ScoredLabel.of(decision.labels());
        List<ModalityEvidence> evidence = decision.evidence().entrySet().stream().map(each -> evidence(each, taxonomy))
                .toList();
        Provenance provenance = Provenance.of(decision.provenance());
        return switch (decision) {
            case Decision.Categorized categorized ->
                new Prediction(Door.CATEGORIES.key(), labels, labels, List.of(), List.of(), evidence, provenance);
            case Decision.NeedsReview review ->
                new Prediction(Door.REVIEWS.key(), labels, ScoredLabel.of(review.sure()),
                        ScoredLabel.of(review.candidates()), review.reasons().stream()
                                .map(reason -> new ReviewReason(reason.code().name(), reason.explanation())).toList(),
                        evidence, provenance);
        };
    }

    private static ModalityEvidence evidence(Map.Entry<String, Evidence> modality, Taxonomy taxonomy) {
        String name = modality.getKey();
        String kind = modality.getValue().kind();
        return switch (modality.getValue()) {
            case Evidence.Scored scored -> new ModalityEvidence(name, kind, ScoredLabel.of(scored.top(taxonomy)),
                    (float) scored.unknownShare(), "");
            case Evidence.Unreadable unreadable -> new ModalityEvidence(name, kind, List.of(), 0, unreadable.why());
            case Evidence.Absent absent -> new ModalityEvidence(name, kind, List.of(), 0, "");
            case Evidence.Skipped skipped -> new ModalityEvidence(name, kind, List.of(), 0, "");
        };
    }
}
