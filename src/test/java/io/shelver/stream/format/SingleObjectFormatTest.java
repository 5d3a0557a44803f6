// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.events.ProductUploaded;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleObjectFormatTest {
    private static final int HEADER_BYTES = 10;
    private static final String TOPIC = "product-uploads";

    private final SingleObjectFormat format = SingleObjectFormat.ofThisRelease();

    @ParameterizedTest
    @ValueSource(longs = {-1, 100_000_000, 1_900_000_000, 2_000_000_000, Integer.MAX_VALUE, Long.MAX_VALUE >> 1})
    void aLengthThatPromisesTooMuchIsTheRecordsFaultWhereverItStands(long length) throws Exception {
        byte[] upload = format.write(TOPIC,
                ProductUploaded.newBuilder().setListingId("a").setTitle("t").setDescription("d").setImage(null)
                        .setSellerCategories(List.of(List.of("c"))).setUploadedAt(Instant.EPOCH).build());

        for (int position = HEADER_BYTES; position < upload.length; position++) {
            byte[] spoiled = withLengthAt(upload, position, length);
            try {
                format.readUpload(TOPIC, spoiled);
            } catch (RefusedException e) {
                assertThat(e.getMessage()).contains("not an event");
            }
        }
    }

    /** The upload with one byte replaced by a number in Avro's variable-length zig-zag coding. */
    private static byte[] withLengthAt(byte[] upload, int position, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(upload, 0, position);
        long zigzag = length << 1 ^ length >> 63;
        for (; (zigzag & ~0x7fL) != 0; zigzag >>>= 7) {
            out.write((int) (zigzag & 0x7f | 0x80));
        }
        out.write((int) zigzag);
        out.write(upload, position + 1, upload.length - position - 1);
        return out.toByteArray();
    }
}
