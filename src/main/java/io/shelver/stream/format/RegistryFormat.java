// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.FailureClass;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.Provenance;
import io.shelver.events.ReviewRequested;
import io.shelver.events.Source;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Events whose schemas a registry keeps: a zero, the id of the schema in four bytes, the record. A serializer and a deserializer of
 * Kafka's interfaces do the work, by default Apicurio's. Events in single-object encoding, from before there was a registry, are
 * read too.
 */
public final class RegistryFormat implements EventFormat {
    private static final byte MAGIC = 0;
    /** The longest wait of a start for a registry that starts at the same time. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);

    private final RegistryCalls calls;
    private final SingleObjectFormat before;
    private final Serializer<Object> serializer;
    private final ThreadLocal<RegistryReader> readers;
    private final Set<Written> written = ConcurrentHashMap.newKeySet();

    private record Written(String topic, Class<?> event) {}

    private RegistryFormat(RegistryCalls calls, SingleObjectFormat before, Serializer<Object> serializer,
            Supplier<RegistryReader> readers) {
        this.calls = calls;
        this.before = before;
        this.serializer = serializer;
        this.readers = ThreadLocal.withInitial(readers);
    }

    /**
     * Opens the format, and registers the schemas of outcomes or looks them up. From then on no write needs the registry.
     *
     * @param before
     *            the format of events in single-object encoding
     * @throws StreamException
     *             if the registry cannot be used
     */
    public static RegistryFormat open(StreamSettings settings, RegistrySettings registry, SingleObjectFormat before) {
        RegistryCalls calls = new RegistryCalls(registry.where());
        Map<String, Object> properties = properties(settings, registry);
        if (hasConfluentsApi(registry, properties, calls)) {
            properties.put(BoundedSchemas.CONFLUENT, registry.url());
        }
        Serializer<Object> serializer = made(registry.serializer(), Serializer.class, "SHELVER_EVENT_SERIALIZER");
        configure(registry, () -> serializer.configure(properties, false));
        // A batch that waits this long for a schema still has half of its time.
        Duration patience = settings.batchDeadline().dividedBy(2);
        RegistryFormat format = new RegistryFormat(calls, before, serializer,
                () -> new RegistryReader(calls, patience, () -> deserializer(registry, properties)));
        format.prepare(settings.topics());
        format.readers.get();
        return format;
    }

    /** Asks the registry, unless its path or other serdes say it. */
    private static boolean hasConfluentsApi(RegistrySettings registry, Map<String, Object> properties,
            RegistryCalls calls) {
        if (!registry.hasApicuriosSerdes() || registry.where().contains("/apis/registry")) {
            return false;
        }
        try {
            return calls.call(FIRST_PATIENCE, new ConfluentRegistry(registry.url(), properties)::isThere,
                    RegistryFormat::isRefusal);
        } catch (RegistryCalls.FinalException e) {
            return false;
        }
    }

    private static Deserializer<?> deserializer(RegistrySettings registry, Map<String, Object> properties) {
        Deserializer<Object> deserializer = made(registry.deserializer(), Deserializer.class,
                "SHELVER_EVENT_DESERIALIZER");
        configure(registry, () -> deserializer.configure(properties, false));
        return deserializer;
    }

    /** A client that is configured wrongly may throw any exception. */
    private static void configure(RegistrySettings registry, Runnable configuration) {
        try {
            configuration.run();
        } catch (RuntimeException e) {
            throw new StreamException("the client of the schema registry at %s cannot be configured: %s"
                    .formatted(registry.where(), e.getMessage()), e);
        }
    }

    @SuppressWarnings("unchecked") // the first write shows which events it takes
    private static <T> T made(String name, Class<? super T> type, String setting) {
        try {
            return (T) type.cast(Class.forName(name).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StreamException(
                    "%s names %s, which is no %s on the class path with a constructor without parameters"
                            .formatted(setting, name, type.getName()),
                    e);
        }
    }

    /** The properties of the serdes. {@code KAFKA_*} may replace the first four. Each client reads the names that it knows. */
    private static Map<String, Object> properties(StreamSettings settings, RegistrySettings registry) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("apicurio.registry.url", registry.url());
        properties.put("apicurio.registry.auto-register", "true");
        // One artifact for each event, as Confluent's clients write it, and not one for each type in it.
        properties.put("apicurio.registry.dereference-schema", "true");
        properties.put("schema.registry.url", registry.url());
        properties.putAll(settings.overrides());
        properties.put("apicurio.registry.http.adapter", "JDK");
        properties.put("apicurio.registry.headers.enabled", "false");
        properties.put("apicurio.registry.avro-datum-provider", EventDatums.class.getName());
        properties.put("apicurio.registry.schema-resolver", BoundedSchemas.class.getName());
        properties.put("specific.avro.reader", "true");
        return properties;
    }

    private void prepare(Topics topics) {
        Provenance nobody = new Provenance("", "", "", "");
        write(topics.categories(), ProductCategorized.newBuilder().setEventId("").setListingId("").setRevision(1)
                .setSource(Source.UNKNOWN).setLabels(List.of()).setProvenance(nobody).setUploadedAt(Instant.EPOCH)
                .setDecidedAt(Instant.EPOCH).build());
        write(topics.reviews(), ReviewRequested.newBuilder().setEventId("")
                .setUpload(ProductUploaded.newBuilder().setListingId("").setUploadedAt(Instant.EPOCH).build())
                .setReasons(List.of()).setProvenance(nobody).setDecidedAt(Instant.EPOCH).build());
    }

    @Override
    public byte[] write(String topic, SpecificRecord event) {
        Written kind = new Written(topic, event.getClass());
        if (written.contains(kind)) {
            return serialized(topic, event);
        }
        byte[] bytes = firstOf(topic, event);
        written.add(kind);
        return bytes;
    }

    /** The first write asks the registry; the serializer keeps the answer. */
    private byte[] firstOf(String topic, SpecificRecord event) {
        try {
            return calls.call(FIRST_PATIENCE, () -> serialized(topic, event), RegistryFormat::isRefusal);
        } catch (RegistryCalls.FinalException e) {
            if (isDenied(e.why())) {
                throw new StreamException(
                        "the schema registry at %s does not let us register the schema of %s: %s. Check the login in the KAFKA_* variables, and its permissions"
                                .formatted(calls.where(), event.getSchema().getName(),
                                        RegistryCalls.described(e.why())),
                        e.why());
            }
            throw new StreamException(
                    "the schema registry at %s neither has nor accepts the schema of %s for the topic %s: %s. Register it, or a compatible one"
                            .formatted(calls.where(), event.getSchema().getName(), topic,
                                    RegistryCalls.described(e.why())),
                    e.why());
        }
    }

    private byte[] serialized(String topic, SpecificRecord event) {
        synchronized (serializer) {
            return serializer.serialize(topic, event);
        }
    }

    /** Whether the registry did not accept who we are, or what we may do. */
    private static boolean isDenied(Throwable failure) {
        OptionalInt status = RegistryFaults.status(failure);
        return status.isPresent() && (status.getAsInt() == 401 || status.getAsInt() == 403);
    }

    /** Whether another attempt would fail in the same way. */
    private static boolean isRefusal(Throwable failure) {
        OptionalInt status = RegistryFaults.status(failure);
        return status.isPresent()
                ? status.getAsInt() / 100 == 4 && status.getAsInt() != 429
                : !RegistryFaults.isOfTheNetworkAnywhere(failure);
    }

    @Override
    public ProductUploaded readUpload(String topic, byte[] bytes) throws RefusedException {
        return read(topic, bytes, ProductUploaded.class);
    }

    @Override
    public <T extends SpecificRecord> T read(String topic, byte[] bytes, Class<T> type) throws RefusedException {
        if (bytes.length == 0 || bytes[0] != MAGIC) {
            return before.read(topic, bytes, type);
        }
        Object event = readers.get().read(topic, bytes);
        if (type.isInstance(event)) {
            return type.cast(event);
        }
        if (event instanceof SpecificRecord) {
            throw new RefusedException(FailureClass.INCOMPATIBLE_SCHEMA, "the schema is that of another event");
        }
        throw new StreamException(
                "the deserializer returns %s and not %s: set SHELVER_EVENT_DESERIALIZER to one that does"
                        .formatted(event == null ? "nothing" : event.getClass().getName(), type.getName()));
    }
}
