// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Reason;
import io.shelver.events.ModalityEvidence;
import io.shelver.events.ProductCategorized;
import io.shelver.events.Provenance;
import io.shelver.events.ReviewReason;
import io.shelver.events.ReviewRequested;
import io.shelver.events.ScoredLabel;
import io.shelver.events.Source;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Turns decisions into events. */
public final class Events {
    private final Taxonomy taxonomy;
    private final InstantSource clock;

    public Events(Taxonomy taxonomy, InstantSource clock) {
        this.taxonomy = taxonomy;
        this.clock = clock;
    }

    public SpecificRecord of(Upload upload, Decision decision) {
        return switch (decision) {
            case Decision.Categorized categorized -> categorized(upload, categorized);
            case Decision.NeedsReview review -> reviewRequested(upload, review);
        };
    }

    /** The present time, in whole milliseconds, as events hold it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private ProductCategorized categorized(Upload upload, Decision.Categorized decision) {
        return ProductCategorized.newBuilder()
                .setEventId(upload.eventId().toString())
                .setListingId(upload.listing().id())
                .setRevision(upload.event().getRevision())
                .setSource(Source.MODEL)
                .setLabels(labels(decision.labels()))
                .setEvidence(evidence(decision.evidence()))
                .setProvenance(provenance(decision.provenance()))
                .setUploadedAt(upload.event().getUploadedAt())
                .setDecidedAt(now())
                .build();
    }

    private ReviewRequested reviewRequested(Upload upload, Decision.NeedsReview decision) {
        return ReviewRequested.newBuilder()
                .setEventId(upload.eventId().toString())
                .setUpload(upload.event())
                .setLabels(labels(decision.labels()))
                .setSure(labels(decision.sure()))
                .setCandidates(labels(decision.candidates()))
                .setReasons(decision.reasons().stream().map(Events::reason).toList())
                .setEvidence(evidence(decision.evidence()))
                .setProvenance(provenance(decision.provenance()))
                .setDecidedAt(now())
                .build();
    }

    private List<ModalityEvidence> evidence(Map<String, Evidence> evidence) {
        return evidence.entrySet().stream().map(said -> evidence(said.getKey(), said.getValue())).toList();
    }

    private ModalityEvidence evidence(String modality, Evidence said) {
        ModalityEvidence.Builder event = ModalityEvidence.newBuilder().setModality(modality).setKind(said.kind());
        return switch (said) {
            case Evidence.Scored scored -> event.setTop(labels(scored.top(taxonomy)))
                    .setUnknownShare((float) scored.unknownShare()).build();
            case Evidence.Unreadable unreadable -> event.setWhy(unreadable.why()).build();
            case Evidence.Absent absent -> event.build();
            case Evidence.Skipped skipped -> event.build();
        };
    }

    private static List<ScoredLabel> labels(List<io.shelver.classify.ScoredLabel> labels) {
        return labels.stream().map(scored -> new ScoredLabel(scored.label().path(), scored.score())).toList();
    }

    private static ReviewReason reason(Reason reason) {
        return new ReviewReason(reason.code().name(), reason.explanation());
    }

    private static Provenance provenance(io.shelver.classify.Provenance provenance) {
        return new Provenance(provenance.bundle(), provenance.bundleVersion(), provenance.taxonomy(),
                provenance.taxonomyVersion());
    }
}
