// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.stream.Streams;
import io.shelver.testing.GeneratedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class AsyncApiTest {
    private static final Path FILE = Path.of("schemas", "asyncapi.yaml");

    @Test
    void theDocumentIsMadeOfTheSchemasAndOfWhatTheCodeDoes() throws Exception {
        GeneratedFile.assertHolds(FILE, new AsyncApi(Streams.topics()).document());
    }

    @Test
    void theSchemasInItAreThoseOfTheEvents() throws Exception {
        Map<String, Object> messages = at(document(), "components", "messages");

        for (String event : List.of("ProductUploaded", "ProductCategorized", "ReviewRequested")) {
            String written = new ObjectMapper().writeValueAsString(at(messages, event, "payload", "schema"));
            Schema own = (Schema) Class.forName("io.shelver.events." + event).getMethod("getClassSchema").invoke(null);
            // The form of which the fingerprint is made that each event starts with.
            assertThat(SchemaNormalization.toParsingForm(new Schema.Parser().parse(written)))
                    .isEqualTo(SchemaNormalization.toParsingForm(own));
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        Map<String, Object> document = document();
        List<String> references = new ArrayList<>();
        collectReferences(document, references);

        assertThat(references).isNotEmpty().allSatisfy(
                reference -> assertThat(at(document, reference.substring("#/".length()).split("/", -1))).isNotEmpty());
    }

    private static void collectReferences(Object node, List<String> found) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals("$ref")) {
                    found.add((String) value);
                }
                collectReferences(value, found);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(each -> collectReferences(each, found));
        }
    }

    private static Map<String, Object> document() throws Exception {
        return new Yaml().load(Files.readString(FILE));
    }

    @SuppressWarnings("unchecked") // maps with names are all that YAML of this document has there
    private static Map<String, Object> at(Map<String, Object> document, String... path) {
        Map<String, Object> node = document;
        for (String name : path) {
            node = (Map<String, Object>) Objects.requireNonNull(node.get(name), name);
        }
        return node;
    }
}
