// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.SingleObjectFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Uploads for tests. */
public final class Uploads {
    public static final Instant UPLOADED_AT = Instant.parse("2026-03-01T10:15:30.123Z");

    static {
        // This sets Avro's limits, which Avro reads at its first use.
        SingleObjectFormat.ofThisRelease();
    }

    private Uploads() {
    }

    public static ProductUploaded.Builder upload(String id) {
        return ProductUploaded.newBuilder().setListingId(id).setTitle("red boots").setUploadedAt(UPLOADED_AT);
    }

    public static ProductUploaded sure(String id) {
        return upload(id).build();
    }

    public static ProductUploaded unsure(String id) {
        return upload(id).setTitle("unsure boots").build();
    }

    public static ProductUploaded titled(String id, String title) {
        return upload(id).setTitle(title).build();
    }

    public static byte[] bytes(ProductUploaded upload) {
        try {
            ByteBuffer buffer = upload.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
