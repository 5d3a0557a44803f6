// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schemas of the last release, as they were then: never changed, only replaced by those of the next. */
final class Releases {
    private static final Path LAST = Path.of("src/test/resources/schemas/released");

    private Releases() {
    }

    static List<Schema> schemas() {
        SchemaParser parser = new SchemaParser();
        try (Stream<Path> files = Files.list(LAST)) {
            for (Path file : files.sorted().toList()) {
                parser.parse(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parser.getParsedNamedSchemas().stream()
                .filter(schema -> EVENTS.stream().anyMatch(event -> event.getFullName().equals(schema.getFullName())))
                .toList();
    }

    private static final List<Schema> EVENTS = List.of(ProductUploaded.getClassSchema(),
            ProductCategorized.getClassSchema(), ReviewRequested.getClassSchema());

    static Schema now(String name) {
        return EVENTS.stream().filter(event -> event.getName().equals(name)).findFirst().orElseThrow();
    }

    /** With a field more that has no default: the next release could not read what the last one wrote. */
    static Schema incompatible(Schema released) {
        return SchemaParser.parseSingle(released.toString().replaceFirst("\"fields\":\\[",
                "\"fields\":[{\"name\":\"must\",\"type\":\"string\"},"));
    }
}
