// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.FailureClass;
import io.shelver.classify.NoScoresException;
import io.shelver.stream.kafka.StreamException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.UnresolvedUnionException;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.MissingSchemaException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void bytesThatCannotBeDecodedAreTheRecordsFault() {
        assertThat(Faults.decoding(new MissingSchemaException("m"))).contains(FailureClass.UNKNOWN_SCHEMA);
        assertThat(Faults.decoding(new BadHeaderException("m"))).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new AvroRuntimeException("m"))).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new AvroTypeException("m"))).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new SystemLimitException("m"))).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new EOFException())).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new IOException())).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new ArrayIndexOutOfBoundsException(9))).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new NumberFormatException())).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new UnsupportedOperationException())).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new ArithmeticException())).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new ClassCastException())).contains(FailureClass.NOT_AVRO);
        assertThat(Faults.decoding(new StackOverflowError())).contains(FailureClass.NOT_AVRO);
    }

    @Test
    void aDecoderThatIsNotAllowedToWorkIsOurFault() {
        assertThat(Faults.decoding(new SecurityException())).isEmpty();
        assertThat(Faults.decoding(new KafkaException("registry away"))).isEmpty();
        assertThat(Faults.decoding(new NullPointerException())).isEmpty();
        assertThat(Faults.decoding(new OutOfMemoryError())).isEmpty();
    }

    @Test
    void anOutcomeThatDoesNotFitItsSchemaIsTheRecordsFault() {
        assertThat(Faults.writing(new AvroRuntimeException("m"))).contains(FailureClass.OUTCOME_NOT_SERIALISABLE);
        assertThat(Faults.writing(new AvroTypeException("m"))).contains(FailureClass.OUTCOME_NOT_SERIALISABLE);
        assertThat(Faults.writing(new UnresolvedUnionException(Schema.create(Schema.Type.NULL), 1)))
                .contains(FailureClass.OUTCOME_NOT_SERIALISABLE);
        assertThat(Faults.writing(new NullPointerException())).contains(FailureClass.OUTCOME_NOT_SERIALISABLE);
        assertThat(Faults.writing(new ClassCastException())).contains(FailureClass.OUTCOME_NOT_SERIALISABLE);
        assertThat(Faults.writing(new ArithmeticException())).contains(FailureClass.OUTCOME_NOT_SERIALISABLE);
    }

    @Test
    void aRegistryThatIsAwayWhileAnOutcomeIsWrittenIsOurFault() {
        assertThat(Faults.writing(new KafkaException("m"))).isEmpty();
        assertThat(Faults.writing(new SerializationException("registry away"))).isEmpty();
        assertThat(Faults.writing(new TimeoutException("m"))).isEmpty();
        assertThat(Faults.writing(new UncheckedIOException(new IOException("connection refused")))).isEmpty();
        assertThat(Faults.writing(new StreamException("m"))).isEmpty();
        assertThat(Faults.writing(new IllegalStateException("m"))).isEmpty();
        assertThat(Faults.writing(new IllegalArgumentException("m"))).isEmpty();
    }

    @Test
    void aListingThatTheClassifierChokesOnIsToBlame() {
        assertThat(Faults.classifying(new IllegalArgumentException())).contains(FailureClass.PROCESSING_FAILED);
        assertThat(Faults.classifying(new IllegalStateException())).contains(FailureClass.PROCESSING_FAILED);
        assertThat(Faults.classifying(new NullPointerException())).contains(FailureClass.PROCESSING_FAILED);
        assertThat(Faults.classifying(new IndexOutOfBoundsException())).contains(FailureClass.PROCESSING_FAILED);
        assertThat(Faults.classifying(new StackOverflowError())).contains(FailureClass.PROCESSING_FAILED);
        assertThat(Faults.classifying(new NoScoresException("m", new IllegalArgumentException())))
                .contains(FailureClass.PROCESSING_FAILED);
    }

    @Test
    void brokenModelsDisksAndBrokersAreOurFault() {
        assertThat(Faults.classifying(new ClassifierUnavailableException("m"))).isEmpty();
        assertThat(Faults.classifying(new UncheckedIOException(new IOException("disk full")))).isEmpty();
        assertThat(Faults.classifying(new KafkaException("m"))).isEmpty();
        assertThat(Faults.classifying(new TimeoutException("m"))).isEmpty();
        assertThat(Faults.classifying(new OutOfMemoryError())).isEmpty();
        assertThat(Faults.classifying(new UnsatisfiedLinkError())).isEmpty();
        assertThat(Faults.classifying(new InternalError())).isEmpty();
    }
}
