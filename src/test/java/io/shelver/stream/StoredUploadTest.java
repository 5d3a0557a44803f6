// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import java.util.HexFormat;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class StoredUploadTest {

    @Test
    void anUploadComesBackFromItsSlotAsItWas() {
        Headers headers = SourceRecord.noHeaders();
        headers.add("trace", utf8("t1")).add("empty", new byte[0]).add("nothing", null);
        StoredUpload stored = new StoredUpload(42,
                new SourceRecord(new Coordinates("uploads-ü", 3, 1L << 40), 1_700_000_000_000L, utf8("key"),
                        utf8("value"), headers));

        StoredUpload restored = StoredUpload.from(stored.toBytes());

        assertThat(restored.arrival()).isEqualTo(42);
        assertThat(restored.source()).usingRecursiveComparison().isEqualTo(stored.source());
    }

    @Test
    void theFirstFormatIsTheseBytes() {
        byte[] bytes = new StoredUpload(2, new SourceRecord(new Coordinates("u", 1, 7), 9, utf8("k"), utf8("v"),
                SourceRecord.noHeaders())).toBytes();

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("01" + "0000000000000002" + "0000000175" + "00000001"
                + "0000000000000007" + "0000000000000009" + "000000016b" + "0000000176" + "00000000");
    }

    @Test
    void aFormatOfALaterReleaseIsRefusedWithItsNumber() {
        assertThatThrownBy(() -> StoredUpload.from(new byte[]{2, 0}))
                .hasMessageContaining("format 2").hasMessageContaining("format 1 only");
    }
}
