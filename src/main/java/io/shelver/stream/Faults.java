// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.ClassifierUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.MissingSchemaException;
import org.apache.kafka.common.KafkaException;

/** Tells whose fault an exception is: the record's, which makes it a dead letter, or ours, which stops the service. */
final class Faults {
    private Faults() {
    }

    /** The record's fault when its bytes, which are in memory, could not be decoded; empty if it is ours. */
    static Optional<FailureClass> decoding(Exception failure) {
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
            default -> Optional.empty();
        };
    }

    /** The record's fault when classifying it failed, and it alone; empty if it is ours. */
    static Optional<FailureClass> classifying(RuntimeException failure) {
        return switch (failure) {
            case ClassifierUnavailableException noModels -> Optional.empty();
            case UncheckedIOException brokenDisk -> Optional.empty();
            case KafkaException brokenKafka -> Optional.empty();
            default -> Optional.of(FailureClass.PROCESSING_FAILED);
        };
    }
}
