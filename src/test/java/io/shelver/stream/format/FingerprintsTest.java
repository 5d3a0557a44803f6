// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import io.shelver.stream.format.Fingerprints.Form;
import io.shelver.testing.GeneratedFile;
import io.shelver.testing.Uploads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FingerprintsTest {
    private static final List<Schema> EVENTS = List.of(ProductUploaded.getClassSchema(),
            ProductCategorized.getClassSchema(), ReviewRequested.getClassSchema());
    private static final Path SELF_CONTAINED = Path.of("schemas", "self-contained");

    /** Computed by the libraries themselves, of the files in {@code schemas/self-contained}. */
    @ParameterizedTest
    @CsvSource({"ProductUploaded, PLAIN, 10f16aab3b033026", "ProductCategorized, PLAIN, d511a9b72461a7aa",
            "ReviewRequested, PLAIN, 43e61fcafe59e3bc", "ProductUploaded, WRAPPED, f83d25d3d7a9481f",
            "ProductCategorized, WRAPPED, 4d398a5249153b1f", "ReviewRequested, WRAPPED, d3b2db65adb9eb9b",
            "ProductUploaded, LOGICAL, fa34ac71e285cc70", "ProductCategorized, LOGICAL, c0185b789ad7faf4",
            "ReviewRequested, LOGICAL, b24c12e1f6bd39e9"})
    void aFingerprintIsThatOfTheLibraryWithThisForm(String event, Form form, String hex) {
        Schema schema = EVENTS.stream().filter(each -> each.getName().equals(event)).findFirst().orElseThrow();

        assertThat(bytes(Fingerprints.of(schema, form))).isEqualTo(hex);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUploadIsReadByTheFingerprintOfAnyLibrary(Form form) throws Exception {
        ProductUploaded upload = Uploads.sure("a");
        byte[] bytes = SingleObjectFormat.ofThisRelease().write("t", upload);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(2,
                Fingerprints.of(ProductUploaded.getClassSchema(), form));

        assertThat(SingleObjectFormat.ofThisRelease().readUpload("t", bytes)).isEqualTo(upload);
    }

    /** What the libraries themselves print: Java and fastavro, Rust's apache-avro 0.22, Python's avro 1.12, hamba 2.31. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PLAIN   | "string" | "long" | "bytes" | "string" | ""
            WRAPPED | "string" | {"type":"long"} | {"type":"bytes","precision":4,"scale":2} | {"type":"string"} | ""
            OBJECTS | {"type":"string"} | {"type":"long"} | {"type":"bytes"} | {"type":"string"} | ""
            LOGICAL | "string" | {"type":"long","logicalType":"timestamp-millis"} | {"type":"bytes","logicalType":"decimal","precision":4,"scale":2} | {"type":"string","logicalType":"uuid"} | ,"logicalType":"duration"
            """)
    void eachFormIsTheLibrarysOwn(Form form, String property, String time, String decimal, String uuid,
            String ofFixed) {
        Schema schema = SchemaParser.parseSingle("""
                {"type":"record","name":"R","namespace":"n","fields":[
                {"name":"a","type":{"type":"string","avro.java.string":"String"}},
                {"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}},
                {"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}},
                {"name":"f","type":{"type":"fixed","name":"F","size":12,"logicalType":"duration"}},
                {"name":"u","type":{"type":"string","logicalType":"uuid"}},{"name":"g","type":{"type":"int"}}]}""");

        assertThat(Fingerprints.canonical(schema, form)).isEqualTo(("{\"name\":\"n.R\",\"type\":\"record\",\"fields\":["
                + "{\"name\":\"a\",\"type\":%s},{\"name\":\"t\",\"type\":%s},{\"name\":\"d\",\"type\":%s},"
                + "{\"name\":\"f\",\"type\":{\"name\":\"n.F\",\"type\":\"fixed\",\"size\":12%s}},{\"name\":\"u\",\"type\":%s},"
                + "{\"name\":\"g\",\"type\":\"int\"}]}").formatted(property, time, decimal,
                        ofFixed.equals("\"\"") ? "" : ofFixed, uuid));
    }

    @Test
    void aSchemaWithoutLogicalTypesHasOneFingerprint() {
        assertThat(Fingerprints.of(SchemaParser.parseSingle(
                "{\"type\":\"record\",\"name\":\"n.R\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"map\",\"values\":\"n.R\"}},"
                        + "{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}},"
                        + "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}},"
                        + "{\"name\":\"u\",\"type\":[\"null\",\"n.E\"]}]}")))
                .hasSize(1);
    }

    @Test
    void eachEventIsAlsoOneFileThatLoadsAlone() throws IOException {
        SchemaParser together = new SchemaParser();
        for (Schema event : EVENTS) {
            together.parse(Path.of("schemas", event.getName() + ".avsc"));
        }
        for (Schema parsed : together.getParsedNamedSchemas()) {
            if (EVENTS.stream().anyMatch(event -> event.getFullName().equals(parsed.getFullName()))) {
                Path file = SELF_CONTAINED.resolve(parsed.getName() + ".avsc");
                GeneratedFile.assertHolds(file, parsed.toString(true) + "\n");
                assertThat(SchemaParser.parseSingle(Files.readString(file))).isEqualTo(parsed);
            }
        }
    }

    @Test
    void theTableOfFingerprintsIsMadeOfTheRules() throws IOException {
        StringBuilder table = new StringBuilder(
                "| event | Java, C#, fastavro | Python avro, goavro, Rust apache-avro | hamba |\n")
                .append("|---|---|---|---|\n");
        for (Schema event : EVENTS) {
            table.append("| `%s` |".formatted(event.getName()));
            for (Form form : List.of(Form.PLAIN, Form.WRAPPED, Form.LOGICAL)) {
                table.append(" `%s` |".formatted(bytes(Fingerprints.of(event, form))));
            }
            table.append('\n');
        }
        GeneratedFile.assertHolds(Path.of("schemas", "README.md"), "fingerprints", table.toString());
    }

    /** As they stand in an event. */
    private static String bytes(long fingerprint) {
        return HexFormat.of().formatHex(ByteBuffer.allocate(8).putLong(Long.reverseBytes(fingerprint)).array());
    }
}
