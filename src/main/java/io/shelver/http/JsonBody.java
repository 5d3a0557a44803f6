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

/** Reads one JSON object of strings, and nothing else. Jackson's own messages quote what they read, so none is passed on. */
final class JsonBody {
    /** The body was bounded when it was read; a value may open one level, to be refused by its field's name. */
    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(2).maxStringLength(Integer.MAX_VALUE).build()).build();

    private JsonBody() {
    }

    static void read(byte[] body, Draft draft) {
        try (JsonParser json = JSON.createParser(FormFields.utf8(body))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Draft.refused("the body is not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                field(json, draft);
            }
            if (json.nextToken() != null) {
                throw Draft.refused("there is something behind the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw Draft.refused("the body is not JSON" + (e.getLocation() == null
                    ? ""
                    : ": line %d, column %d".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
    }

    private static void field(JsonParser json, Draft draft) throws IOException {
        Draft.Field field = draft.open(json.currentName());
        switch (json.nextToken()) {
            case VALUE_STRING -> draft.text(field, json.getText());
            case VALUE_NULL -> {
                // As good as absent.
            }
            default -> throw Draft.refused(
                    "the field '%s' is not a string".formatted(field.name().toLowerCase(Locale.ROOT)));
        }
    }
}
