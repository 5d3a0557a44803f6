// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.javalin.http.Context;
import io.shelver.catalog.Listing;
import io.shelver.classify.FailureClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the listing out of a request, whichever way it was written down. */
final class PredictionRequest {
    private static final String ACCEPTED = "application/json, multipart/form-data, application/x-www-form-urlencoded";

    private final HttpSettings settings;

    PredictionRequest(HttpSettings settings) {
        this.settings = settings;
    }

    Listing fromQuery(Context context) {
        Draft draft = new Draft();
        String query = context.queryString();
        if (query != null) {
            texts(query, draft);
        }
        return draft.listing(settings.maxUploadBytes());
    }

    Listing fromBody(Context context) throws IOException {
        if (context.queryString() != null) {
            throw Draft.refused("the fields stand in the body of a POST, not in its query");
        }
        if (!"identity".equalsIgnoreCase(Optional.ofNullable(context.header("Content-Encoding")).orElse("identity"))) {
            throw unsupported("a body must not be compressed");
        }
        String contentType = Optional.ofNullable(context.contentType()).orElse("");
        Draft draft = new Draft();
        switch (contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/json" -> JsonBody.read(body(context), draft);
            case "multipart/form-data" -> MultipartBody.read(contentType, body(context), draft);
            // Everything that is not ASCII is percent-encoded there, and decoded as UTF-8.
            case "application/x-www-form-urlencoded" ->
                texts(new String(body(context), StandardCharsets.ISO_8859_1), draft);
            default -> throw unsupported("the Content-Type must be one of " + ACCEPTED);
        }
        return draft.listing(settings.maxUploadBytes());
    }

    private static void texts(String form, Draft draft) {
        FormFields.forEach(form, (key, value) -> {
            Draft.Field field = draft.open(key);
            if (field == Draft.Field.IMAGE) {
                throw Draft.refused(
                        "a picture comes as a file in multipart/form-data, as base64 in application/json, or as image_url");
            }
            draft.text(field, value);
        });
    }

    private byte[] body(Context context) throws IOException {
        int most = settings.maxBodyBytes();
        // Counted as well: whoever sends in chunks announces nothing.
        if (context.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] body = context.req().getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw tooLarge(most);
        }
        return body;
    }

    private static ProblemException tooLarge(int most) {
        return new ProblemException(Problem.deadLetter(413, FailureClass.UPLOAD_TOO_LARGE,
                String.format(Locale.ROOT, "the body has more than %,d bytes", most)), Map.of("Connection", "close"));
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(new Problem(415, detail), Map.of("Accept-Post", ACCEPTED));
    }
}
