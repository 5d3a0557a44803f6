// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import io.shelver.stream.kafka.StreamException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;
import org.apache.avro.message.SchemaStore;

/** The schemas by which events may be written: those of this release, and those of newer writers from a folder. */
final class Schemas {
    private Schemas() {
    }

    static SchemaStore own() {
        SchemaStore.Cache store = new SchemaStore.Cache();
        own(store);
        return store;
    }

    /** The schemas of this release and of a folder, which copies {@code schemas} of a release, or of several in a subfolder each. */
    static SchemaStore ownAnd(Path folder) {
        SchemaStore.Cache store = new SchemaStore.Cache();
        own(store);
        schemaFiles(folder).forEach((release, files) -> parse(files).forEach(store::addSchema));
        return store;
    }

    /** Parses the schemas of one release, which may refer to one another in any order. */
    private static List<Schema> parse(List<Path> files) {
        SchemaParser parser = new SchemaParser();
        for (Path file : files) {
            try {
                parser.parse(file);
            } catch (SchemaParseException | IOException e) {
                throw new StreamException("the schema %s cannot be read: %s".formatted(file, e.getMessage()), e);
            }
        }
        try {
            return parser.getParsedNamedSchemas();
        } catch (SchemaParseException e) {
            throw new StreamException("the schemas %s lack a type: %s".formatted(files, e.getMessage()), e);
        }
    }

    private static void own(SchemaStore.Cache store) {
        List.of(ProductUploaded.getClassSchema(), ProductCategorized.getClassSchema(), ReviewRequested.getClassSchema())
                .forEach((Schema schema) -> store.addSchema(schema));
    }

    private static Map<Path, List<Path>> schemaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".avsc")).sorted()
                    .collect(Collectors.groupingBy(file -> file.resolveSibling(""), TreeMap::new, Collectors.toList()));
        } catch (IOException e) {
            throw new StreamException("the folder of schemas cannot be read: " + folder, e);
        }
    }
}
