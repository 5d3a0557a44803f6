// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.UPLOADED_AT;
import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Label;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Features;
import io.shelver.classify.Scores;
import io.shelver.events.ModalityEvidence;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import io.shelver.events.ScoredLabel;
import io.shelver.events.Source;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.testing.FakeClassifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:31.5Z");

    private final SingleObjectFormat format = SingleObjectFormat.ofThisRelease();
    private final Events events = new Events(FakeClassifier.TAXONOMY, InstantSource.fixed(NOW));

    @Test
    void aCategorizedListingSurvivesTheRoundTrip() throws RefusedException {
        SpecificRecord written = event(sure("a"));

        ProductCategorized read = format.read("t", format.write("t", written), ProductCategorized.class);

        assertThat(read).isEqualTo(written);
        assertThat(read.getListingId()).isEqualTo("a");
        assertThat(read.getSource()).isEqualTo(Source.MODEL);
        assertThat(read.getLabels()).containsExactly(new ScoredLabel(List.of("Shoes"), 0.9f),
                new ScoredLabel(List.of("Shoes", "Boots"), 0.8f));
        assertThat(read.getProvenance().getTaxonomyVersion()).isEqualTo("7");
        assertThat(read.getUploadedAt()).isEqualTo(UPLOADED_AT);
        assertThat(read.getDecidedAt()).isEqualTo(NOW);
    }

    @Test
    void aReviewHasTheWholeUploadAndEveryReason() throws RefusedException {
        ProductUploaded upload = upload("a").setTitle("unsure").setDescription("d").setSellerId("s").setRevision(3)
                .setSellerCategories(List.of(List.of("Shoes"))).setImage("https://example.com/a.jpg").build();

        ReviewRequested read = format.read("t", format.write("t", event(upload)), ReviewRequested.class);

        assertThat(read.getUpload()).isEqualTo(upload);
        assertThat(read.getReasons()).extracting("code").containsExactly("LOW_CONFIDENCE");
        assertThat(read.getSure()).hasSize(1);
        assertThat(read.getCandidates()).hasSize(2);
    }

    @Test
    void evidenceSaysTheFiveLikeliestLabelsOfAModalityBestFirst() {
        Taxonomy taxonomy = new Taxonomy("t", "1", List.of(Label.of("a"), Label.of("b"), Label.of("c"), Label.of("d"),
                Label.of("e"), Label.of("f")));
        Map<String, Evidence> evidence = new LinkedHashMap<>();
        evidence.put("title", new Evidence.Scored(Scores.of(0.1f, 0.6f, 0.2f, 0.5f, 0.3f, 0.4f), 0.5));
        evidence.put("description", new Evidence.Absent());
        evidence.put("image", new Evidence.Unreadable("truncated"));

        ProductCategorized event = (ProductCategorized) new Events(taxonomy, InstantSource.fixed(NOW)).of(
                admitted(sure("a"), SourceRecord.noHeaders()), new Decision.Categorized(
                        List.of(new io.shelver.classify.ScoredLabel(Label.of("b"), 1)), evidence,
                        FakeClassifier.PROVENANCE));

        assertThat(event.getEvidence()).extracting(ModalityEvidence::getKind)
                .containsExactly("scored", "absent", "unreadable");
        assertThat(event.getEvidence().getFirst().getTop()).extracting(label -> label.getPath().getFirst())
                .containsExactly("b", "d", "f", "e", "c");
        assertThat(event.getEvidence().getLast().getWhy()).isEqualTo("truncated");
    }

    @Test
    void featuresStayOutOfEvents() {
        Scores scores = Scores.of(0.1f, 0.6f);
        Evidence seen = new Evidence.Scored(scores, 0.5, Features.of(7));

        assertThat(evidenceEvent(seen)).isEqualTo(evidenceEvent(new Evidence.Scored(scores, 0.5)));
    }

    private ModalityEvidence evidenceEvent(Evidence said) {
        Taxonomy taxonomy = new Taxonomy("t", "1", List.of(Label.of("a"), Label.of("b")));
        ProductCategorized event = (ProductCategorized) new Events(taxonomy, InstantSource.fixed(NOW)).of(
                admitted(sure("a"), SourceRecord.noHeaders()), new Decision.Categorized(
                        List.of(new io.shelver.classify.ScoredLabel(Label.of("b"), 1)), Map.of("text_lstm", said),
                        FakeClassifier.PROVENANCE));
        return event.getEvidence().getFirst();
    }

    @Test
    void uploadsWithEqualUploadIdsHaveEqualEventIds() {
        ProductUploaded first = upload("a").setUploadId("u1").build();
        ProductUploaded again = upload("b").setUploadId("u1").build();

        assertThat(id(first, SourceRecord.noHeaders())).isEqualTo(id(again, SourceRecord.noHeaders()));
    }

    @Test
    void withoutUploadIdTheOriginOfAReplayNamesTheUpload() {
        Headers replayed = SourceRecord.noHeaders();
        replayed.add(Coordinates.ORIGIN_TOPIC, utf8("product-uploads"))
                .add(Coordinates.ORIGIN_PARTITION, utf8("2")).add(Coordinates.ORIGIN_OFFSET, utf8("99"));
        Upload original = new Upload(
                new SourceRecord(new Coordinates("product-uploads", 2, 99), 0, utf8("a"), utf8("v"),
                        SourceRecord.noHeaders()),
                sure("a"), admitted(sure("a"), replayed).listing());

        assertThat(id(sure("a"), replayed)).isEqualTo(original.eventId());
        assertThat(id(sure("a"), replayed)).isNotEqualTo(id(sure("a"), SourceRecord.noHeaders()));
    }

    @Test
    void nonsenseInTheOriginHeadersIsIgnored() {
        Headers nonsense = SourceRecord.noHeaders();
        nonsense.add(Coordinates.ORIGIN_TOPIC, utf8("t")).add(Coordinates.ORIGIN_PARTITION, utf8("-1"))
                .add(Coordinates.ORIGIN_OFFSET, utf8("x"));

        assertThat(id(sure("a"), nonsense)).isEqualTo(id(sure("a"), SourceRecord.noHeaders()));
    }

    private SpecificRecord event(ProductUploaded uploaded) {
        Upload upload = admitted(uploaded, SourceRecord.noHeaders());
        return events.of(upload, FakeClassifier.decide(upload.listing()));
    }

    private static UUID id(ProductUploaded uploaded, Headers headers) {
        return admitted(uploaded, headers).eventId();
    }

    private static Upload admitted(ProductUploaded uploaded, Headers headers) {
        SourceRecord source = new SourceRecord(new Coordinates("product-uploads", 0, 5), 0,
                utf8(uploaded.getListingId()), bytes(uploaded), headers);
        try {
            return new Admission(SingleObjectFormat.ofThisRelease(), 4 << 20).admit(source);
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }
}
