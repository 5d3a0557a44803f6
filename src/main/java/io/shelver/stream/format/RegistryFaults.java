// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import com.microsoft.kiota.ApiException;
import io.shelver.classify.FailureClass;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.avro.SchemaParseException;

/** Decides whose fault it is when a deserializer that asks a registry fails. Unknown exceptions count as ours. */
final class RegistryFaults {
    private static final int NOT_FOUND = 404;
    /** The end of a message of Confluent's client: an HTTP status, followed by two digits of its own. */
    private static final Pattern CONFLUENT_CODE = Pattern.compile("error code: (\\d{3})\\d*\\s*$");

    private RegistryFaults() {
    }

    /** The failure class of the record; empty if the fault is ours or the registry's. */
    static Optional<FailureClass> reading(Throwable failure) {
        OptionalInt status = status(failure);
        if (status.isPresent()) {
            return status.getAsInt() == NOT_FOUND ? Optional.of(FailureClass.UNKNOWN_SCHEMA) : Optional.empty();
        }
        if (has(failure, NullColumnException.class::isInstance)) {
            return Optional.of(FailureClass.NOT_A_LISTING);
        }
        if (has(failure, UndecodableException.class::isInstance)) {
            return Optional.of(FailureClass.NOT_AVRO);
        }
        if (has(failure, RegistryFaults::isOfTheSchema)) {
            return Optional.of(FailureClass.INCOMPATIBLE_SCHEMA);
        }
        if (isOfTheNetworkAnywhere(failure)) {
            return Optional.empty();
        }
        return has(failure, RegistryFaults::isOfTheBytes) ? Optional.of(FailureClass.NOT_AVRO) : Optional.empty();
    }

    /** The HTTP status of the registry's answer; empty if there was none. */
    static OptionalInt status(Throwable failure) {
        return chain(failure).map(RegistryFaults::ownStatus).filter(OptionalInt::isPresent).findFirst()
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt ownStatus(Throwable failure) {
        if (failure instanceof ConfluentRegistry.StatusException answer) {
            return OptionalInt.of(answer.status());
        }
        if (failure instanceof ApiException answer) {
            return OptionalInt.of(answer.getResponseStatusCode());
        }
        Matcher code = CONFLUENT_CODE.matcher(String.valueOf(failure.getMessage()));
        return failure.getClass().getSimpleName().equals("RestClientException") && code.find()
                ? OptionalInt.of(Integer.parseInt(code.group(1)))
                : OptionalInt.empty();
    }

    private static boolean isOfTheSchema(Throwable failure) {
        // Other deserializers make objects of classes that schemas name. Avro prevents it with a SecurityException.
        return failure instanceof IncompatibleSchemaException || failure instanceof SchemaParseException
                || failure instanceof SecurityException || failure instanceof StackOverflowError;
    }

    static boolean isOfTheNetworkAnywhere(Throwable failure) {
        return has(failure, RegistryFaults::isOfTheNetwork);
    }

    private static boolean isOfTheNetwork(Throwable failure) {
        return switch (failure) {
            case EOFException truncated -> false;
            case InvalidNumberEncodingException malformed -> false;
            case IOException broken -> true;
            case UnresolvedAddressException unknown -> true;
            case TimeoutException late -> true;
            case InterruptedException stopped -> true;
            default -> false;
        };
    }

    private static boolean isOfTheBytes(Throwable failure) {
        return switch (failure) {
            case AvroRuntimeException malformed -> true;
            case EOFException truncated -> true;
            case InvalidNumberEncodingException malformed -> true;
            case IndexOutOfBoundsException nonsense -> true;
            case ArithmeticException nonsense -> true;
            case ClassCastException nonsense -> true;
            default -> false;
        };
    }

    private static boolean has(Throwable failure, Predicate<Throwable> what) {
        return chain(failure).anyMatch(what);
    }

    private static Stream<Throwable> chain(Throwable failure) {
        // A chain of causes may be a circle.
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
    }
}
