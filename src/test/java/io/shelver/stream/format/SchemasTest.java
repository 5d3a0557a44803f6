// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static io.shelver.testing.Uploads.sure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.FailureClass;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import io.shelver.stream.kafka.StreamException;
import io.shelver.testing.OtherWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemasTest {
    private static final List<Schema> EVENTS = List.of(ProductUploaded.getClassSchema(),
            ProductCategorized.getClassSchema(), ReviewRequested.getClassSchema());

    @Test
    void everyTypeAndEveryFieldSaysWhatItIs() {
        assertThat(records()).allSatisfy(record -> {
            assertThat(record.getDoc()).as(record.getName()).isNotBlank();
            assertThat(record.getFields()).allSatisfy(
                    field -> assertThat(field.doc()).as(record.getName() + "." + field.name()).isNotBlank());
        });
    }

    @Test
    void everyOptionalFieldHasADefault() {
        assertThat(
                records().flatMap(record -> record.getFields().stream()).filter(field -> field.schema().isNullable()))
                .allSatisfy(field -> assertThat(field.hasDefaultValue()).as(field.name()).isTrue());
    }

    @Test
    void aNewerWritersUploadIsReadWhenItsSchemaIsGiven(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("ProductUploaded.avsc"), OtherWriter.newer().toString());

        ProductUploaded read = SingleObjectFormat.withSchemas(folder).readUpload("t",
                OtherWriter.upload(OtherWriter.newer(), "a"));

        assertThat(read.getListingId()).isEqualTo("a");
    }

    @Test
    void aNewerWritersUploadIsOfAnUnknownSchemaWhenItIsNot() {
        byte[] written = OtherWriter.upload(OtherWriter.newer(), "a");

        assertThatThrownBy(() -> SingleObjectFormat.ofThisRelease().readUpload("t", written))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.failureClass())
                        .isEqualTo(FailureClass.UNKNOWN_SCHEMA));
    }

    @Test
    void theSchemasOfSeveralReleasesAreGivenAsTheyAreInTheirRepositories(@TempDir Path folder) throws Exception {
        for (String release : List.of("3.1", "3.2")) {
            Path schemas = Files.createDirectory(folder.resolve(release));
            for (String event : List.of("ProductCategorized.avsc", "ReviewRequested.avsc")) {
                Files.copy(Path.of("schemas", event), schemas.resolve(event));
            }
            Files.writeString(schemas.resolve("ProductUploaded.avsc"),
                    OtherWriter.newer("colour" + release.charAt(2)).toString());
        }

        SingleObjectFormat format = SingleObjectFormat.withSchemas(folder);

        assertThat(format.readUpload("t", OtherWriter.upload(OtherWriter.newer("colour1"), "a")).getTitle())
                .isEqualTo("boots");
        assertThat(format.readUpload("t", OtherWriter.upload(OtherWriter.newer("colour2"), "a")).getTitle())
                .isEqualTo("boots");
    }

    @Test
    void aFolderThatHoldsNonsenseStopsTheStart(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("broken.avsc"), "{");

        assertThatThrownBy(() -> SingleObjectFormat.withSchemas(folder)).isInstanceOf(StreamException.class)
                .hasMessageContaining("broken.avsc");
    }

    @Test
    void aLengthThatTheBytesDoNotHaveIsRefusedBeforeMemoryIsTaken() {
        byte[] header = bytesOf(sure("a"));
        byte[] lying = ByteBuffer.allocate(15).put(header, 0, 10)
                .put(new byte[]{(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F}).array();

        assertThatThrownBy(() -> SingleObjectFormat.ofThisRelease().readUpload("t", lying))
                .isInstanceOf(RefusedException.class);
    }

    private static byte[] bytesOf(ProductUploaded upload) {
        return SingleObjectFormat.ofThisRelease().write("t", upload);
    }

    @Test
    void thisReleaseReadsWhatTheLastOneWroteAndTheLastOneReadsWhatThisOneWrites() {
        assertThat(Releases.schemas()).hasSameSizeAs(EVENTS).allSatisfy(released -> {
            Schema now = Releases.now(released.getName());
            assertThat(compatibility(now, released)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(compatibility(released, now)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        });
    }

    @Test
    void aFieldWithoutDefaultWouldBreakThat() {
        assertThat(Releases.schemas())
                .allSatisfy(released -> assertThat(compatibility(Releases.incompatible(released), released))
                        .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE));
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
    }

    private static Stream<Schema> records() {
        Set<Schema> found = new HashSet<>();
        EVENTS.forEach(event -> collect(event, found));
        return found.stream();
    }

    private static void collect(Schema schema, Set<Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.add(schema)) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ARRAY -> collect(schema.getElementType(), found);
            case UNION -> schema.getTypes().forEach(type -> collect(type, found));
            default -> {
            } // of no fields
        }
    }
}
