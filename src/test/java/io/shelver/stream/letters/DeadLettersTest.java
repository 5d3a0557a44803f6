// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.FailureClass;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final int MAX_BYTES = 4_000;
    private static final UUID ID = new UUID(1, 2);
    private static final RefusedException CAUSE = new RefusedException(FailureClass.NOT_AVRO, "m");

    @Test
    void aLetterThatFitsHasItsBytes() {
        assertThat(letter(utf8("k"), utf8("v"), SourceRecord.noHeaders()).value()).isEqualTo(utf8("v"));
    }

    @Test
    void aValueThatDoesNotFitIsReplacedByItsHashAndLength() {
        Record<byte[], byte[]> letter = letter(utf8("k"), utf8("x".repeat(MAX_BYTES)), header("trace", 8));

        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(utf8("k"));
        assertThat(letter.headers().lastHeader("trace")).isNotNull();
        assertThat(letter.headers().lastHeader(DeadLetters.VALUE_BYTES).value()).isEqualTo(utf8("4000"));
    }

    @Test
    void headersThatDoNotFitAreLeftOutAndTheCauseStays() {
        Record<byte[], byte[]> letter = letter(utf8("k"), utf8("v"), header("trace", 2 * MAX_BYTES));

        assertThat(letter.headers().lastHeader("trace")).isNull();
        assertThat(letter.headers().lastHeader(DeadLetters.FAILURE_CLASS).value()).isEqualTo(utf8("NOT_AVRO"));
        assertThat(letter.headers().lastHeader(DeadLetters.OFFSET).value()).isEqualTo(utf8("7"));
        assertThat(SourceRecord.bytes(letter.key(), letter.value(), letter.headers())).isLessThan(MAX_BYTES);
    }

    @Test
    void aLetterThatWasReplayedAndFailedAgainTellsTheNewCauseOnly() {
        Headers headers = header("trace", 8);
        headers.add(DeadLetters.FAILURE_CLASS, utf8("UNKNOWN_SCHEMA"));

        Record<byte[], byte[]> letter = letter(utf8("k"), utf8("v"), headers);

        assertThat(letter.headers().headers(DeadLetters.FAILURE_CLASS)).extracting(Header::value)
                .containsExactly(utf8("NOT_AVRO"));
    }

    @Test
    void headersOfOursInAnUploadAreNotTakenForOurs() {
        Headers forged = SourceRecord.noHeaders();
        DeadLetters.OURS.forEach(name -> forged.add(name, utf8("forged")));

        Record<byte[], byte[]> letter = letter(utf8("k"), utf8("v"), forged);

        assertThat(letter.headers()).extracting(Header::value).doesNotContain(utf8("forged"));
    }

    @Test
    void aLetterHasItsEventIdAndSaysWhenItFailedHoweverLittleIsLeftOfIt() {
        Record<byte[], byte[]> letter = letter(utf8("k"), utf8("v"), header("trace", 2 * MAX_BYTES));

        assertThat(letter.headers().lastHeader(DeadLetters.EVENT_ID).value()).isEqualTo(utf8(ID.toString()));
        assertThat(letter.headers().lastHeader(DeadLetters.FAILED_AT).value()).isEqualTo(utf8("1970-01-01T00:00:00Z"));
    }

    private static Headers header(String name, int bytes) {
        return SourceRecord.noHeaders().add(name, new byte[bytes]);
    }

    private static Record<byte[], byte[]> letter(byte[] key, byte[] value, Headers headers) {
        SourceRecord source = new SourceRecord(new Coordinates("product-uploads", 1, 7), 5, key, value, headers);
        return new DeadLetters(MAX_BYTES).of(source,
                new DeadLetters.Failure(ID, Instant.EPOCH, CAUSE.failureClass(), CAUSE, "m"));
    }
}
