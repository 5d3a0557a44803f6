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

/** Reads the listing in a request, from its query or from its body in any of the accepted types. */
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
            throw Draft.refused("a POST has a query; send the fields in its body");
        }
        if (!"identity".equalsIgnoreCase(Optional.ofNullable(context.header("Content-Encoding")).orElse("identity"))) {
            throw unsupported("the body is compressed; send it without Content-Encoding");
        }
        String contentType = Optional.ofNullable(context.contentType()).orElse("");
        Draft draft = new Draft();
        switch (contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/json" -> JsonBody.read(body(context), draft);
            case "multipart/form-data" -> MultipartBody.read(contentType, body(context), draft);
            // Such a body is ASCII. Text beyond that is percent-encoded UTF-8, which FormFields decodes.
            case "application/x-www-form-urlencoded" ->
                texts(new String(body(context), StandardCharsets.ISO_8859_1), draft);
            default -> throw unsupported("the Content-Type is not accepted; send one of " + ACCEPTED);
        }
        return draft.listing(settings.maxUploadBytes());
    }

    private static void texts(String form, Draft draft) {
        FormFields.forEach(form, (key, value) -> {
            if (key.equals(Draft.CHARSET)) {
                return;
            }
            Draft.Field field = draft.open(key);
            if (field == Draft.Field.IMAGE && !value.isEmpty() && !value.startsWith("data:")) {
                throw Draft.refused(
                        "the field 'image' cannot be sent this way; send a file in multipart/form-data, base64 in application/json, or an image_url");
            }
            // A form turns '+' into a blank, and a data: link has none.
            draft.text(field, value.startsWith("data:") && field.isPicture() ? value.replace(' ', '+') : value);
        });
    }

    private byte[] body(Context context) throws IOException {
        int most = settings.maxBodyBytes();
        // A chunked body announces no length, so its bytes are counted as well.
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
                String.format(Locale.ROOT, "the body has more than %,d bytes; send a smaller picture or shorter texts",
                        most)),
                Map.of("Connection", "close"));
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(new Problem(415, detail), Map.of("Accept-Post", ACCEPTED));
    }
}
