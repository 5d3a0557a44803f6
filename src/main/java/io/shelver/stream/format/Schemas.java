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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;

/** The schemas by which events may be written: those of this release, and those of newer writers from a folder. */
final class Schemas {
    /** Our events by the full names of their records. */
    static final Map<String, Schema> OURS = Stream
            .of(ProductUploaded.getClassSchema(), ProductCategorized.getClassSchema(), ReviewRequested.getClassSchema())
            .collect(Collectors.toUnmodifiableMap(Schema::getFullName, schema -> schema));

    private Schemas() {
    }

    static KnownSchemas own() {
        KnownSchemas schemas = new KnownSchemas();
        OURS.values().forEach(schemas::add);
        return schemas;
    }

    /**
     * The schemas of this release and of a folder, which copies {@code schemas} of a release, or of several in a subfolder each.
     *
     * @throws StreamException
     *             if one of them cannot be used; its message lists all faults
     */
    static KnownSchemas ownAnd(Path folder) {
        KnownSchemas schemas = own();
        List<String> faults = new ArrayList<>();
        List<String> names = new ArrayList<>();
        schemaFiles(folder).forEach((release, files) -> {
            for (Schema schema : parsed(files, faults)) {
                add(schema, release, schemas, faults);
                names.add(schema.getFullName());
            }
        });
        String upload = ProductUploaded.getClassSchema().getFullName();
        if (faults.isEmpty() && !names.contains(upload)) {
            faults.add("it holds no .avsc file with the record %s, only %s".formatted(upload, names));
        }
        if (!faults.isEmpty()) {
            throw new StreamException(
                    "the schemas in %s cannot be used: %s".formatted(folder, String.join("; ", faults)));
        }
        return schemas;
    }

    private static void add(Schema schema, Path release, KnownSchemas schemas, List<String> faults) {
        Schema ours = OURS.get(schema.getFullName());
        if (ours != null) {
            WrittenBy.fault(ours, schema)
                    .ifPresent(fault -> faults.add("%s in %s: %s".formatted(schema.getName(), release, fault)));
        }
        schemas.add(schema).ifPresent(other -> faults.add(
                "%s in %s has uploaded_at in another unit than a schema of the same fingerprint, and nothing else tells their events apart: write milliseconds, or use a schema registry"
                        .formatted(schema.getName(), release)));
    }

    /** Parses the schemas of one release, which may refer to one another in any order. */
    private static List<Schema> parsed(List<Path> files, List<String> faults) {
        SchemaParser parser = new SchemaParser();
        for (Path file : files) {
            try {
                parser.parse(file);
            } catch (SchemaParseException | IOException e) {
                faults.add("%s cannot be read: %s".formatted(file, e.getMessage()));
            }
        }
        try {
            return parser.getParsedNamedSchemas();
        } catch (SchemaParseException e) {
            faults.add("%s lack a type: %s".formatted(files, e.getMessage()));
            return List.of();
        }
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
