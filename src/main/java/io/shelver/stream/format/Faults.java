// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.FailureClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.MissingSchemaException;
import org.apache.kafka.common.KafkaException;

/** Decides whose fault an exception is. A fault of the record makes it a dead letter; a fault of ours stops the service. */
public final class Faults {
    private Faults() {
    }

    /** The failure class of a record whose bytes, which are in memory, could not be decoded; empty if the fault is ours. */
    static Optional<FailureClass> decoding(Throwable failure) {
        return switch (failure) {
            case MissingSchemaException unknown -> Optional.of(FailureClass.UNKNOWN_SCHEMA);
            case AvroRuntimeException malformed -> Optional.of(FailureClass.NOT_AVRO);
            case IOException truncated -> Optional.of(FailureClass.NOT_AVRO);
            // Avro throws these for nonsense in lengths, indices and types.
            case IndexOutOfBoundsException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case IllegalArgumentException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case UnsupportedOperationException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case ArithmeticException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case ClassCastException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            // A schema may nest without end, and the bytes decide how deep.
            case StackOverflowError nested -> Optional.of(FailureClass.NOT_AVRO);
            default -> Optional.empty();
        };
    }

    /**
     * The failure class of a record whose outcome, which is in memory, cannot be written; empty if the fault is ours. An unknown
     * exception counts as ours: without its registry every write fails, and no listing is at fault.
     */
    public static Optional<FailureClass> writing(RuntimeException failure) {
        return switch (failure) {
            case AvroRuntimeException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            // Avro throws these for a null, for a value of another type and for a time out of range.
            case NullPointerException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            case ClassCastException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            case ArithmeticException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            default -> Optional.empty();
        };
    }

    /** The failure class of a listing that failed when it was classified; empty if the fault is ours. */
    public static Optional<FailureClass> classifying(Throwable failure) {
        return switch (failure) {
            case ClassifierUnavailableException noModels -> Optional.empty();
            case UncheckedIOException brokenDisk -> Optional.empty();
            case KafkaException brokenKafka -> Optional.empty();
            case RuntimeException other -> Optional.of(FailureClass.PROCESSING_FAILED);
            // The only error after which the process is sound: the stack unwinds, and the next listing has all of it.
            case StackOverflowError nested -> Optional.of(FailureClass.PROCESSING_FAILED);
            default -> Optional.empty();
        };
    }
}
