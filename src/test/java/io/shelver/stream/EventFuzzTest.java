// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.Topics;
import io.shelver.testing.Budget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Bytes from the uploads topic: an upload, or refused with a class. */
class EventFuzzTest {
    private static final EventFormat FORMAT = SingleObjectFormat.ofThisRelease();
    private static final Admission ADMISSION = new Admission(FORMAT, Topics.MAX_UPLOAD_BYTES);

    @FuzzTest
    void anyBytesAreAnUploadOrRefused(byte[] value) {
        Budget budget = Budget.of(Duration.ofSeconds(10), 512L << 20);
        requireUploadOrRefused(value);
        budget.requireKept();
    }

    private static void requireUploadOrRefused(byte[] value) {
        try {
            ProductUploaded event = FORMAT.readUpload("t", value);
            Upload upload = ADMISSION.admit(record(event.getListingId(), value));
            if (!FORMAT.readUpload("t", FORMAT.write("t", upload.event())).equals(event)) {
                throw new AssertionError("what was read cannot be written and read again");
            }
        } catch (RefusedException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason", refused);
            }
        }
    }

    private static SourceRecord record(String key, byte[] value) {
        return new SourceRecord(new Coordinates("t", 0, 0), 0, key.getBytes(StandardCharsets.UTF_8), value,
                SourceRecord.noHeaders());
    }
}
