// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.FailureClass;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.KeyFormat;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.Uploads;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final long YEAR_1 = -62_135_596_800_000L;
    private static final long END_OF_9999 = 253_402_300_799_999L;
    private static final SingleObjectFormat FORMAT = SingleObjectFormat.ofThisRelease();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 1_790_000_000L, 1_790_000_000_123L, YEAR_1, END_OF_9999})
    void aTimeThatEveryLanguageCanHoldIsAdmittedAndTold(long millis) throws Exception {
        Upload upload = admit(KeyFormat.TEXT, utf8("a"), millis);

        assertThat(upload.event().getUploadedAt()).isEqualTo(Instant.ofEpochMilli(millis));
        new Outcomes(Streams.topics(), FORMAT, new Events(FakeClassifier.TAXONOMY, InstantSource.system()),
                StreamListener.NONE).of(upload, FakeClassifier.decide(upload.listing()));
    }

    @ParameterizedTest
    @CsvSource({"1790000000123000, microseconds", "1790000000123000000, nanoseconds",
            YEAR_1 - 1 + ", ''", END_OF_9999 + 1 + ", microseconds", Long.MIN_VALUE + ", ''", Long.MAX_VALUE + ", ''"})
    void aTimeThatReadersCannotHoldIsNoListingAndItsUnitIsGuessed(long millis, String unit) {
        assertThatThrownBy(() -> admit(KeyFormat.TEXT, utf8("a"), millis)).isInstanceOfSatisfying(
                RefusedException.class, refused -> {
                    assertThat(refused.failureClass()).isEqualTo(FailureClass.NOT_A_LISTING);
                    assertThat(refused).hasMessageContaining("uploaded_at is %,d ms".formatted(millis));
                    assertThat(String.valueOf(refused.getMessage()).contains("it looks like"))
                            .isEqualTo(!unit.isEmpty());
                    assertThat(refused).hasMessageContaining(unit);
                });
    }

    @Test
    void theTimeOfTheRecordItselfDoesNotMatter() throws Exception {
        for (long time : new long[]{Long.MIN_VALUE, -1, 0, 1_790_000_000_123_000L, Long.MAX_VALUE}) {
            assertThat(new Admission(FORMAT, 1 << 20).admit(new SourceRecord(new Coordinates("u", 0, 1), time,
                    utf8("a"), Uploads.bytes(Uploads.sure("a")), SourceRecord.noHeaders()))).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"JSON, '\"4711\"'", "JSON, '{\"schema\":{\"type\":\"string\"},\"payload\":\"4711\"}'"})
    void aKeyInAnotherFormIsNamedWithTheSettingThatReadsIt(KeyFormat form, String key) throws Exception {
        assertMismatch(KeyFormat.TEXT, utf8(key),
                "the record's key is the listing id as json: set SHELVER_UPLOAD_KEYS=json, then replay the upload");
        assertThat(admit(form, utf8(key), 0).listing().id()).isEqualTo("4711");
    }

    @Test
    void keysOfNumbersAndOfRegistriesAreNamedToo() throws Exception {
        byte[] number = ByteBuffer.allocate(8).putLong(4711).array();
        byte[] prefixed = ByteBuffer.allocate(10).put((byte) 0).putInt(7).put((byte) 8).put(utf8("4711")).array();

        assertMismatch(KeyFormat.TEXT, number, "as long: set SHELVER_UPLOAD_KEYS=long");
        assertMismatch(KeyFormat.TEXT, prefixed, "as registry: set SHELVER_UPLOAD_KEYS=registry");
        assertThat(admit(KeyFormat.REGISTRY, prefixed, 0).listing().id()).isEqualTo("4711");
    }

    @Test
    void aKeyOfSomethingElseIsOnlyAMismatch() {
        assertMismatch(KeyFormat.TEXT, utf8("b"), "the record's key is not the listing id");
        assertMismatch(KeyFormat.JSON, utf8("\"b\""), "the record's key is not the listing id as json");
        assertMismatch(KeyFormat.JSON, utf8("4711b"), "the record's key is not the listing id as json");
        assertMismatch(KeyFormat.LONG, utf8("4711"), "as text: set SHELVER_UPLOAD_KEYS=text");
    }

    @Test
    void outcomesHaveTheIdAsTextWhateverTheUploadsKeyIs() throws Exception {
        Upload upload = admit(KeyFormat.LONG, ByteBuffer.allocate(8).putLong(4711).array(), 0);

        assertThat(new Outcomes(Streams.topics(), FORMAT, new Events(FakeClassifier.TAXONOMY, InstantSource.system()),
                StreamListener.NONE).of(upload, FakeClassifier.decide(upload.listing())).record().key())
                .isEqualTo(utf8("4711"));
    }

    private static void assertMismatch(KeyFormat expected, byte[] key, String message) {
        assertThatThrownBy(() -> admit(expected, key, 0)).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.failureClass()).isEqualTo(FailureClass.KEY_MISMATCH);
            assertThat(refused).hasMessageContaining(message);
        });
    }

    private static Upload admit(KeyFormat keys, byte[] key, long uploadedAt) throws RefusedException {
        String id = new String(key, StandardCharsets.UTF_8).equals("a") ? "a" : "4711";
        byte[] value = Uploads.bytes(Uploads.upload(id).setUploadedAt(Instant.ofEpochMilli(uploadedAt)).build());
        return new Admission(FORMAT, 1 << 20, keys).admit(new SourceRecord(new Coordinates("u", 0, 1), 0, key, value,
                SourceRecord.noHeaders()));
    }
}
