// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.FailureClass;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import io.shelver.stream.kafka.StreamException;
import io.shelver.testing.Uploads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers whose schema is not quite ours. */
class WrittenByTest {
    private static final Schema OURS = ProductUploaded.getClassSchema();
    private static final Schema NULL = Schema.create(Type.NULL);
    private static final long TIME = 1_790_000_000_123L;

    @ParameterizedTest
    @ValueSource(strings = {"title", "seller_id", "locale", "revision", "seller_categories", "description", "image",
            "upload_id"})
    void aNullColumnIsAnAbsentValue(String column) throws Exception {
        for (boolean nullFirst : new boolean[]{true, false}) {
            Schema writer = with(column, type -> union(type, nullFirst));
            GenericData.Record record = record(writer);
            record.put(column, null);

            ProductUploaded read = read(writer, record);

            assertThat(WrittenBy.fault(OURS, writer)).isEmpty();
            assertThat(read.getListingId()).isEqualTo("a");
            assertThat(read.get(OURS.getField(column).pos()))
                    .isEqualTo(ProductUploaded.newBuilder().setListingId("a").setUploadedAt(Instant.EPOCH).build()
                            .get(OURS.getField(column).pos()));
        }
    }

    @Test
    void aValueInANullableColumnIsThatValue() throws Exception {
        Schema writer = with("title", type -> union(type, true));

        assertThat(read(writer, record(writer)).getTitle()).isEqualTo("boots");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listing_id", "uploaded_at"})
    void whatEveryEventNeedsMustNotBeNull(String column) {
        Schema writer = with(column, type -> union(type, true));
        GenericData.Record record = record(writer);
        record.put(column, null);

        assertThatThrownBy(() -> read(writer, record)).isInstanceOf(NullColumnException.class)
                .hasMessage(column + " is null, and every event needs it");
    }

    @Test
    void nullsInListsAreLeftOut() throws Exception {
        Schema names = Schema.createArray(union(Schema.create(Type.STRING), true));
        Schema writer = with("seller_categories", type -> Schema.createArray(union(names, true)));
        GenericData.Record record = record(writer);
        record.put("seller_categories", Arrays.asList(Arrays.asList("Shoes", null), null));

        assertThat(read(writer, record).getSellerCategories()).isEqualTo(List.of(List.of("Shoes")));
    }

    @ParameterizedTest
    @CsvSource({"timestamp-micros, 1790000000123999", "timestamp-nanos, 1790000000123999999",
            "local-timestamp-micros, 1790000000123000", "timestamp-millis, 1790000000123"})
    void aTimeIsReadInTheUnitOfItsWriter(String logicalType, long value) throws Exception {
        Schema writer = with("uploaded_at", type -> time(logicalType));
        GenericData.Record record = record(writer);
        record.put("uploaded_at", value);

        assertThat(read(writer, record).getUploadedAt()).isEqualTo(Instant.ofEpochMilli(TIME));
    }

    @Test
    void aTimeBefore1970IsRoundedDown() throws Exception {
        Schema writer = with("uploaded_at", type -> time("timestamp-micros"));
        GenericData.Record record = record(writer);
        record.put("uploaded_at", -1L);

        assertThat(read(writer, record).getUploadedAt()).isEqualTo(Instant.ofEpochMilli(-1));
    }

    @Test
    void aSchemaThatCannotBeReadIsToldWithItsField() {
        assertThat(WrittenBy.fault(OURS, with("title", type -> Schema.create(Type.LONG)))).hasValueSatisfying(
                fault -> assertThat(fault).startsWith("it lacks or changes").contains("TYPE_MISMATCH at"));
        assertThat(WrittenBy.fault(OURS, with("listing_id", type -> union(Schema.create(Type.LONG), true))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("is a number").contains("Cast$Value"));
        assertThat(WrittenBy.fault(OURS, with("uploaded_at", type -> Schema.create(Type.INT))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("write a long"));
        assertThat(WrittenBy.fault(OURS, Schema.createRecord("Value", null, "shop", false, List.of())))
                .hasValueSatisfying(
                        fault -> assertThat(fault).contains("of shop.Value, not of io.shelver.events.ProductUploaded")
                                .contains("SetSchemaMetadata"));
    }

    @Test
    void nullableColumnsAreReadByGivenSchemas(@TempDir Path folder) throws Exception {
        Schema writer = with("title", type -> union(type, true));
        Files.writeString(folder.resolve("ProductUploaded.avsc"), writer.toString());
        GenericData.Record record = record(writer);
        record.put("title", null);
        SingleObjectFormat format = SingleObjectFormat.withSchemas(folder);

        assertThat(format.readUpload("t", encoded(writer, record)).getTitle()).isEmpty();
        Schema id = with("listing_id", type -> union(type, true));
        Files.writeString(folder.resolve("ProductUploaded.avsc"), id.toString());
        GenericData.Record nameless = record(id);
        nameless.put("listing_id", null);
        assertThatThrownBy(() -> SingleObjectFormat.withSchemas(folder).readUpload("t", encoded(id, nameless)))
                .isInstanceOfSatisfying(RefusedException.class,
                        refused -> assertThat(refused.failureClass()).isEqualTo(FailureClass.NOT_A_LISTING));
    }

    @Test
    void allFaultsOfGivenSchemasAreOneMessageAtTheStart(@TempDir Path folder) throws IOException {
        write(folder, "1", with("listing_id", type -> Schema.create(Type.LONG)).toString());
        write(folder, "2", with("uploaded_at", type -> time("timestamp-micros")).toString());
        write(folder, "3", "{\"type\":");

        assertThatThrownBy(() -> SingleObjectFormat.withSchemas(folder)).isInstanceOf(StreamException.class)
                .hasMessageContaining("listing_id is a number").hasMessageContaining("in another unit")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aGivenTimeWithoutALogicalTypeIsInMilliseconds(@TempDir Path folder) throws Exception {
        Schema writer = with("uploaded_at", type -> Schema.create(Type.LONG));
        write(folder, "1", writer.toString());

        assertThat(SingleObjectFormat.withSchemas(folder).readUpload("t", encoded(writer, record(writer)))
                .getUploadedAt()).isEqualTo(Instant.ofEpochMilli(TIME));
    }

    @Test
    void theSchemaOfAnotherEventIsIncompatible() throws Exception {
        SingleObjectFormat format = SingleObjectFormat.ofThisRelease();
        byte[] upload = format.write("t", Uploads.sure("a"));

        assertThatThrownBy(() -> format.read("t", upload, ReviewRequested.class)).isInstanceOfSatisfying(
                RefusedException.class,
                refused -> assertThat(refused.failureClass()).isEqualTo(FailureClass.INCOMPATIBLE_SCHEMA));
    }

    @Test
    void aFolderWithoutTheSchemaOfUploadsIsToldAtTheStart(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("README.md"), "none here");

        assertThatThrownBy(() -> SingleObjectFormat.withSchemas(folder))
                .hasMessageContaining("holds no .avsc file with the record io.shelver.events.ProductUploaded");
    }

    private static void write(Path folder, String release, String schema) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve(release)).resolve("ProductUploaded.avsc"), schema);
    }

    private static Schema time(String logicalType) {
        LogicalType unit = switch (logicalType) {
            case "timestamp-micros" -> LogicalTypes.timestampMicros();
            case "timestamp-nanos" -> LogicalTypes.timestampNanos();
            case "local-timestamp-micros" -> LogicalTypes.localTimestampMicros();
            default -> LogicalTypes.timestampMillis();
        };
        return unit.addToSchema(Schema.create(Type.LONG));
    }

    private static Schema union(Schema type, boolean nullFirst) {
        if (type.getType() == Type.UNION) {
            return type;
        }
        return nullFirst ? Schema.createUnion(NULL, type) : Schema.createUnion(type, NULL);
    }

    private static Schema with(String column, UnaryOperator<Schema> change) {
        List<Field> fields = new ArrayList<>();
        for (Field field : OURS.getFields()) {
            fields.add(field.name().equals(column)
                    ? new Field(column, change.apply(field.schema()))
                    : new Field(field, field.schema()));
        }
        return Schema.createRecord(OURS.getName(), null, OURS.getNamespace(), false, fields);
    }

    private static GenericData.Record record(Schema writer) {
        GenericData.Record record = new GenericData.Record(writer);
        Map.of("listing_id", "a", "seller_id", "s", "title", "boots", "seller_categories", List.of(), "locale", "en",
                "uploaded_at", TIME, "revision", 2L).forEach(record::put);
        return record;
    }

    private static ProductUploaded read(Schema writer, GenericData.Record record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericData.Record>(writer).write(record, encoder);
        DatumReader<ProductUploaded> reader = WrittenBy.reader(OURS, writer);
        return reader.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }

    private static byte[] encoded(Schema writer, GenericData.Record record) throws IOException {
        ByteBuffer buffer = new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), writer)
                .encode(record);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
