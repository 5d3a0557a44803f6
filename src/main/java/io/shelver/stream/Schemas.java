// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;
import org.apache.avro.message.SchemaStore;

/** The schemas that events may have been written with: our own, and those of newer writers from a folder. */
final class Schemas {
    private Schemas() {
    }

    static SchemaStore own() {
        SchemaStore.Cache store = new SchemaStore.Cache();
        own(store);
        return store;
    }

    /** Our own and every {@code .avsc} of the folder, each a schema complete in itself or made of those before it. */
    static SchemaStore ownAnd(Path folder) {
        SchemaStore.Cache store = new SchemaStore.Cache();
        own(store);
        for (Path file : schemaFiles(folder)) {
            try {
                store.addSchema(SchemaParser.parseSingle(file));
            } catch (SchemaParseException | IOException e) {
                throw new StreamException("the schema %s cannot be read: %s".formatted(file, e.getMessage()), e);
            }
        }
        return store;
    }

    private static void own(SchemaStore.Cache store) {
        List.of(ProductUploaded.getClassSchema(), ProductCategorized.getClassSchema(), ReviewRequested.getClassSchema())
                .forEach((Schema schema) -> store.addSchema(schema));
    }

    private static List<Path> schemaFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
        } catch (IOException e) {
            throw new StreamException("the folder of schemas cannot be read: " + folder, e);
        }
    }
}
