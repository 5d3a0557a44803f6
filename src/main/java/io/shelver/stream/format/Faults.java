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

/** Tells whose fault an exception is: the record's, which makes it a dead letter, or ours, which stops the service. */
public final class Faults {
    private Faults() {
    }

    /** The record's fault when its bytes, which are in memory, could not be decoded; empty if it is ours. */
    static Optional<FailureClass> decoding(Throwable failure) {
        return switch (failure) {
            case MissingSchemaException unknown -> Optional.of(FailureClass.UNKNOWN_SCHEMA);
            case AvroRuntimeException malformed -> Optional.of(FailureClass.NOT_AVRO);
            case IOException truncated -> Optional.of(FailureClass.NOT_AVRO);
            // Avro meets nonsense in lengths, indices and types with these.
            case IndexOutOfBoundsException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case IllegalArgumentException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case UnsupportedOperationException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case ArithmeticException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            case ClassCastException nonsense -> Optional.of(FailureClass.NOT_AVRO);
            // A writer's schema may nest without end, and the bytes say how deep.
            case StackOverflowError nested -> Optional.of(FailureClass.NOT_AVRO);
            default -> Optional.empty();
        };
    }

    /**
     * The record's fault when its outcome, which is in memory, cannot be written; empty if it is ours. What is not known stops
     * us: a registry that is away fails every write, and no listing is to blame.
     */
    public static Optional<FailureClass> writing(RuntimeException failure) {
        return switch (failure) {
            case AvroRuntimeException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            // Avro answers a null, a value of another type and a time out of range with these.
            case NullPointerException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            case ClassCastException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            case ArithmeticException unfit -> Optional.of(FailureClass.OUTCOME_NOT_SERIALISABLE);
            default -> Optional.empty();
        };
    }

    /** The record's fault when classifying it failed, and it alone; empty if it is ours. */
    public static Optional<FailureClass> classifying(Throwable failure) {
        return switch (failure) {
            case ClassifierUnavailableException noModels -> Optional.empty();
            case UncheckedIOException brokenDisk -> Optional.empty();
            case KafkaException brokenKafka -> Optional.empty();
            case RuntimeException other -> Optional.of(FailureClass.PROCESSING_FAILED);
            // The one error that leaves a process whole: the stack is unwound, and the next listing finds it empty.
            case StackOverflowError nested -> Optional.of(FailureClass.PROCESSING_FAILED);
            default -> Optional.empty();
        };
    }
}
