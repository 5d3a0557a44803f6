// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.unsure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.events.ProductUploaded;
import io.shelver.stream.letters.DeadLetters;
import io.shelver.testing.FakeClassifier;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What a tracer put into an upload's headers (W3C Trace Context and Baggage) leaves with it, whatever the door. */
class TraceContextTest {
    static final Map<String, String> CONTEXT = Map.of(
            "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "tracestate", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
            "baggage", "seller=4711,campaign=spring%20sale");

    @Test
    void itLeavesWithACategorizedUpload() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(traced(sure("a")));
            driver.linger();

            assertThat(StreamDriver.headers(driver.categories().getFirst())).isEqualTo(CONTEXT);
        }
    }

    @Test
    void itLeavesWithAReview() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(traced(unsure("a")));
            driver.linger();

            assertThat(StreamDriver.headers(driver.reviews().getFirst())).isEqualTo(CONTEXT);
        }
    }

    @Test
    void itLeavesWithADeadLetterBesideItsCause() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(new TestRecord<>(utf8("a"), utf8("not Avro"), headers(), 1L));

            assertThat(StreamDriver.headers(driver.deadLetters().getFirst())).containsAllEntriesOf(CONTEXT)
                    .containsEntry(DeadLetters.FAILURE_CLASS, "NOT_AVRO");
        }
    }

    @Test
    void neighboursOfABatchDoNotShareIt() {
        try (StreamDriver driver = new StreamDriver(new FakeClassifier())) {
            driver.pipe(traced(sure("a")));
            driver.upload(sure("b"));
            driver.linger();

            assertThat(driver.categories()).extracting(StreamDriver::headers).containsExactly(CONTEXT, Map.of());
        }
    }

    private static TestRecord<byte[], byte[]> traced(ProductUploaded upload) {
        return new TestRecord<>(utf8(upload.getListingId()), bytes(upload), headers(), 1L);
    }

    private static RecordHeaders headers() {
        RecordHeaders headers = new RecordHeaders();
        CONTEXT.forEach((name, value) -> headers.add(name, utf8(value)));
        return headers;
    }
}
