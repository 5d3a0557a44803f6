// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.FailureClass;
import io.shelver.stream.kafka.SourceRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterFilterTest {
    private static final Instant FAILED = Instant.parse("2026-03-01T14:00:00Z");

    @Test
    void aFilterOfNothingTakesEveryLetter() {
        assertThat(LetterFilter.ALL.takes(letter("k", "NOT_AVRO"))).isTrue();
    }

    @Test
    void aClassIsOneOfThoseNamed() {
        LetterFilter filter = new LetterFilter(Set.of(FailureClass.UNKNOWN_SCHEMA, FailureClass.NULL_KEY), Instant.MIN,
                Instant.MAX, Set.of());

        assertThat(filter.takes(letter("k", "UNKNOWN_SCHEMA"))).isTrue();
        assertThat(filter.takes(letter("k", "NULL_KEY"))).isTrue();
        assertThat(filter.takes(letter("k", "NOT_AVRO"))).isFalse();
        assertThat(filter.takes(letter("k", "OF_A_NEWER_RELEASE"))).isFalse();
    }

    @Test
    void theTimeIsThatOfTheFailureAndNotTheUploads() {
        assertThat(between(FAILED, FAILED.plusMillis(1)).takes(letter("k", "NOT_AVRO"))).isTrue();
        assertThat(between(Instant.MIN, FAILED).takes(letter("k", "NOT_AVRO"))).isFalse();
        assertThat(between(FAILED.plusMillis(1), Instant.MAX).takes(letter("k", "NOT_AVRO"))).isFalse();
    }

    @Test
    void aLetterThatDoesNotSayWhenItFailedIsTakenByTheTimeOfItsUpload() {
        ConsumerRecord<byte[], byte[]> record = record("k", "NOT_AVRO");
        record.headers().remove(DeadLetters.FAILED_AT);

        assertThat(between(Instant.EPOCH, Instant.EPOCH.plusMillis(1)).takes(new DeadLetter(record))).isTrue();
    }

    @Test
    void aKeyIsOneOfThoseNamedAndNoKeyIsNone() {
        LetterFilter filter = new LetterFilter(Set.of(), Instant.MIN, Instant.MAX, Set.of("a", "b", ""));

        assertThat(filter.takes(letter("a", "NOT_AVRO"))).isTrue();
        assertThat(filter.takes(letter("c", "NOT_AVRO"))).isFalse();
        assertThat(filter.takes(letter(null, "NULL_KEY"))).isFalse();
    }

    @Test
    void everyPartMustBeMet() {
        LetterFilter filter = new LetterFilter(Set.of(FailureClass.NOT_AVRO), FAILED, Instant.MAX, Set.of("a"));

        assertThat(filter.takes(letter("a", "NOT_AVRO"))).isTrue();
        assertThat(filter.takes(letter("a", "NULL_VALUE"))).isFalse();
        assertThat(filter.takes(letter("b", "NOT_AVRO"))).isFalse();
    }

    @Test
    void aTimeThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> between(FAILED, FAILED)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LetterFilter between(Instant from, Instant to) {
        return new LetterFilter(Set.of(), from, to, Set.of());
    }

    private static DeadLetter letter(@Nullable String key, String failureClass) {
        return new DeadLetter(record(key, failureClass));
    }

    @SuppressWarnings("NullAway") // a record may have no key
    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, String failureClass) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("letters", 0, 5, 0,
                TimestampType.CREATE_TIME, 0, 0, key == null ? null : utf8(key),
                utf8("v"),
                SourceRecord.noHeaders(), Optional.empty());
        Headers headers = record.headers();
        headers.add(DeadLetters.FAILURE_CLASS, utf8(failureClass));
        headers.add(DeadLetters.FAILED_AT, utf8(FAILED.toString()));
        return record;
    }
}
