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

/** Reads a form with a file (RFC 7578) in memory, without a disk: the size of the body is bounded. */
final class MultipartBody {
    /** More than the four fields, so that a form with an extra field is told so by {@link Draft}. */
    static final int MAX_PARTS = 8;
    static final int MAX_PART_HEADER_BYTES = 2_048;
    private static final int MAX_BOUNDARY = 70;

    private MultipartBody() {
    }

    static void read(String contentType, byte[] body, Draft draft) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw Draft.refused(
                    "the Content-Type has no boundary of 1 to %d characters; send one".formatted(MAX_BOUNDARY));
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
            throw new UncheckedIOException("cannot read bytes in memory", e);
        }
    }

    private static void field(MultiPart.Part part, Draft draft) throws IOException {
        if (Draft.CHARSET.equals(part.getName())) {
            return;
        }
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
