// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;

/** Reads a form with a file (RFC 7578), in memory: the body was bounded when it was read, and nothing needs a disk. */
final class MultipartBody {
    /** Twice as many as there are fields, so that most forms are told which field is wrong. */
    static final int MAX_PARTS = 8;
    static final int MAX_PART_HEADER_BYTES = 2_048;
    private static final int MAX_BOUNDARY = 70;

    private MultipartBody() {
    }

    static void read(String contentType, byte[] body, Draft draft) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw Draft.refused("the Content-Type names no boundary of 1 to %d characters".formatted(MAX_BOUNDARY));
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(MAX_PARTS);
        parser.setPartHeadersMaxLength(MAX_PART_HEADER_BYTES);
        parser.setMaxMemoryFileSize(-1);
        parser.setMaxLength(body.length);
        try (MultiPartFormData.Parts parts = parser.parse(Content.Source.from(ByteBuffer.wrap(body))).join()) {
            for (MultiPart.Part part : parts) {
                field(part, draft);
            }
        } catch (CompletionException e) {
            throw Draft.refused(
                    "the body is not multipart/form-data with at most %d parts, closed by its boundary"
                            .formatted(MAX_PARTS));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
    }

    private static void field(MultiPart.Part part, Draft draft) throws IOException {
        Draft.Field field = draft.open(part.getName() == null ? "" : part.getName());
        ByteBuffer content = Content.Source.asByteBuffer(part.getContentSource());
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        if (field == Draft.Field.IMAGE) {
            draft.picture(bytes);
        } else {
            draft.text(field, FormFields.utf8(bytes));
        }
    }
}
