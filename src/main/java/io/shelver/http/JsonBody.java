// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Reads a body that is one JSON object of strings. Jackson's messages quote the request, so none is passed on. */
final class JsonBody {
    /** Strings need no bound, because the body has one. Depth 2 lets a nested value start, so that the problem can name its field. */
    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(2).maxStringLength(Integer.MAX_VALUE).build()).build();

    private JsonBody() {
    }

    static void read(byte[] body, Draft draft) {
        String text = FormFields.utf8(body);
        // Some programs begin every text with a byte order mark, and readers may ignore it (RFC 8259, section 8.1).
        try (JsonParser json = JSON.createParser(text.startsWith("\ufeff") ? text.substring(1) : text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Draft.refused("the body is not a JSON object; send one");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                field(json, draft);
            }
            if (json.nextToken() != null) {
                throw Draft.refused("there is text after the JSON object; send the object alone");
            }
        } catch (JsonProcessingException e) {
            throw Draft.refused("the body is not JSON" + (e.getLocation() == null
                    ? ""
                    : ": line %d, column %d".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read bytes in memory", e);
        }
    }

    private static void field(JsonParser json, Draft draft) throws IOException {
        Draft.Field field = draft.open(json.currentName());
        switch (json.nextToken()) {
            case VALUE_STRING -> draft.text(field, json.getText());
            case VALUE_NULL -> {
                // Null counts as absent.
            }
            default -> throw Draft.refused(
                    "the field '%s' is not a string; send a string or null"
                            .formatted(field.name().toLowerCase(Locale.ROOT)));
        }
    }
}
