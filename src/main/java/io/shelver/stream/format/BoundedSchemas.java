// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.apicurio.registry.resolver.DefaultSchemaResolver;
import io.apicurio.registry.resolver.ParsedSchema;
import io.apicurio.registry.resolver.SchemaParser;
import io.apicurio.registry.serde.avro.AvroSchemaParser;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Checks the bounds of a schema before it is parsed, and asks registries of either API, for Apicurio's serdes. They make this class by
 * its name, so it is public.
 */
public final class BoundedSchemas<T> extends DefaultSchemaResolver<Schema, T> {
    /** The property with the address of a registry that has Confluent's API. */
    static final String CONFLUENT = "shelver.registry.confluent";

    @Override
    public void configure(Map<String, ?> properties, SchemaParser<Schema, T> parser) {
        if (properties.get(CONFLUENT) instanceof String url) {
            setClientFacade(new ConfluentRegistry(url, properties));
        }
        super.configure(properties, new Parser<T>());
    }

    private static final class Parser<T> extends AvroSchemaParser<T> {
        Parser() {
            super(new EventDatums<>());
        }

        @Override
        public Schema parseSchema(byte[] json, Map<String, ParsedSchema<Schema>> references) {
            SchemaBounds.check(json);
            return super.parseSchema(json, references);
        }
    }
}
