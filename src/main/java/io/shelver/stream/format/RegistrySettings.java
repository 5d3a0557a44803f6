// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import java.net.URI;

/**
 * The schema registry and its serdes.
 *
 * @param url
 *            the address of the registry, http or https
 * @param serializer
 *            the name of a class that implements Kafka's {@code Serializer} and writes the five-byte prefix
 * @param deserializer
 *            the name of a class that implements Kafka's {@code Deserializer} and reads the prefix
 */
public record RegistrySettings(String url, String serializer, String deserializer) {
    public static final String APICURIO_SERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaSerializer";
    public static final String APICURIO_DESERIALIZER = "io.apicurio.registry.serde.avro.AvroKafkaDeserializer";

    public RegistrySettings {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("the registry's url must be http://host or https://host");
        }
    }

    boolean hasApicuriosSerdes() {
        return serializer.equals(APICURIO_SERIALIZER) && deserializer.equals(APICURIO_DESERIALIZER);
    }

    /** The address without the password that it may hold, for messages. */
    String where() {
        URI uri = URI.create(url);
        return "%s://%s%s%s".formatted(uri.getScheme(), uri.getHost(), uri.getPort() < 0 ? "" : ":" + uri.getPort(),
                uri.getRawPath());
    }
}
