// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.FailureClass;
import io.shelver.stream.kafka.StreamException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads events that begin with the five-byte prefix: a zero, and the id of the schema. Used by one thread. */
final class RegistryReader {
    private static final int PREFIX_BYTES = 5;
    /** The most schemas of one deserializer. It keeps all that it has read, so it is replaced then. */
    private static final int MOST_SCHEMAS = 10_000;

    private final RegistryCalls calls;
    private final Duration patience;
    private final Supplier<Deserializer<?>> deserializers;
    private final UnknownSchemas unknown = new UnknownSchemas(System::nanoTime);
    /** The ids of the schemas that the deserializer has. Reading by them does not wait for the registry. */
    private final Set<Integer> known = new HashSet<>();
    private Deserializer<?> deserializer;

    RegistryReader(RegistryCalls calls, Duration patience, Supplier<Deserializer<?>> deserializers) {
        this.calls = calls;
        this.patience = patience;
        this.deserializers = deserializers;
        this.deserializer = deserializers.get();
    }

    /**
     * @param bytes
     *            the value of a record, which begins with a zero
     */
    @Nullable
    Object read(String topic, byte[] bytes) throws RefusedException {
        if (bytes.length < PREFIX_BYTES) {
            throw new RefusedException(FailureClass.NOT_AVRO, "the bytes end before the id of their schema does");
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        if (id <= 0) {
            throw new RefusedException(FailureClass.UNKNOWN_SCHEMA, "no schema has the id " + id);
        }
        return known.contains(id) ? decode(topic, bytes) : ask(topic, bytes, id);
    }

    private @Nullable Object decode(String topic, byte[] bytes) throws RefusedException {
        try {
            return deserializer.deserialize(topic, bytes);
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    private @Nullable Object ask(String topic, byte[] bytes, int id) throws RefusedException {
        unknown.check(id);
        if (known.size() >= MOST_SCHEMAS) {
            renew();
        }
        try {
            Object event = calls.call(patience, () -> attempt(topic, bytes),
                    failure -> RegistryFaults.reading(failure).isPresent()).event();
            known.add(id);
            return event;
        } catch (RegistryCalls.FinalException e) {
            RefusedException refused = refused(e.why());
            if (refused.failureClass() != FailureClass.NOT_AVRO
                    && refused.failureClass() != FailureClass.NOT_A_LISTING) {
                unknown.remember(id, refused);
            }
            throw refused;
        } catch (StreamException e) {
            // An attempt that was given up may still use the old deserializer.
            renew();
            throw e;
        }
    }

    private record Read(@Nullable Object event) {}

    private Read attempt(String topic, byte[] bytes) {
        return new Read(deserializer.deserialize(topic, bytes));
    }

    private void renew() {
        known.clear();
        deserializer = deserializers.get();
    }

    private static RefusedException refused(Throwable failure) {
        FailureClass failureClass = RegistryFaults.reading(failure).orElseThrow(() -> new StreamException(
                "the deserializer failed, and the record is not at fault: " + RegistryCalls.described(failure),
                failure));
        return new RefusedException(failureClass, switch (failureClass) {
            case UNKNOWN_SCHEMA -> "the registry does not know the schema it was written with";
            case NOT_A_LISTING -> why(failure);
            case INCOMPATIBLE_SCHEMA -> "an upload cannot be read by the schema it was written with: " + why(failure);
            default -> "the bytes are not an event of the schema they name";
        });
    }

    /** Our own words only, because Avro's may quote the schema. */
    private static String why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IncompatibleSchemaException || cause instanceof NullColumnException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "it is not a schema that can be used";
    }
}
