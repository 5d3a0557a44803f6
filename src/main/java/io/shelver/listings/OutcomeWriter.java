// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.shelver.classify.ScoredLabel;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes outcomes as JSON Lines, one object for each. */
public final class OutcomeWriter implements Closeable {
    private final JsonGenerator json;
    private final String bundle;

    /**
     * @param bundle
     *            the bundle as {@code name@version}, for every line
     */
    public OutcomeWriter(OutputStream out, String bundle) throws IOException {
        this.json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        this.bundle = bundle;
    }

    public void write(Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("listing_id", outcome.listingId());
        json.writeStringField("door", outcome.door().key());
        json.writeArrayFieldStart("labels");
        for (ScoredLabel label : outcome.labels()) {
            json.writeStartObject();
            json.writeArrayFieldStart("path");
            for (String name : label.label().path()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeNumberField("score", label.score());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("reasons");
        for (String reason : outcome.reasons()) {
            json.writeString(reason);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("modalities");
        for (var modality : outcome.modalities().entrySet()) {
            json.writeStringField(modality.getKey(), modality.getValue().kind());
        }
        json.writeEndObject();
        writeUnreadable(outcome);
        json.writeStringField("bundle", bundle);
        json.writeEndObject();
    }

    /** Writes why parts could not be read. The field is missing if all could. */
    private void writeUnreadable(Outcome outcome) throws IOException {
        if (outcome.modalities().values().stream().allMatch(said -> said.why().isEmpty())) {
            return;
        }
        json.writeObjectFieldStart("unreadable");
        for (var modality : outcome.modalities().entrySet()) {
            if (!modality.getValue().why().isEmpty()) {
                json.writeStringField(modality.getKey(), modality.getValue().why());
            }
        }
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        if (json.getOutputContext().getEntryCount() > 0) {
            json.writeRaw('\n');
        }
        json.close();
    }
}
