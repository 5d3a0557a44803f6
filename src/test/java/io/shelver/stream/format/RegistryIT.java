// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.shelver.classify.Door;
import io.shelver.classify.FailureClass;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.Admission;
import io.shelver.stream.Events;
import io.shelver.stream.Outcomes;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.Streams;
import io.shelver.stream.Upload;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.workbench.EmbeddedBroker;
import io.shelver.testing.FakeClassifier;
import io.shelver.testing.OtherWriter;
import io.shelver.testing.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RegistryIT {
    private static final String UPLOADS = "product-uploads";

    @TempDir
    private static Path folder;
    private static RegistryServer server;
    private static RegistryFormat format;

    @BeforeAll
    static void start() throws Exception {
        server = RegistryServer.start(folder);
        format = format(Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void anEventIsAZeroTheIdOfItsSchemaInFourBytesAndTheRecord() throws Exception {
        ProductUploaded upload = sure("a");

        byte[] written = format.write(UPLOADS, upload);

        int id = server.register("product-uploads-value", ProductUploaded.getClassSchema());
        assertThat(written).startsWith(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        assertThat(Arrays.copyOfRange(written, 5, written.length)).isEqualTo(encoded(upload));
        assertThat(format.readUpload(UPLOADS, written)).isEqualTo(upload);
    }

    @Test
    void olderAndNewerWritersAreReadWithoutBeingToldOf() throws Exception {
        byte[] older = server.written(UPLOADS, OtherWriter.record(OtherWriter.older(), "old"));
        byte[] newer = server.written(UPLOADS, OtherWriter.record(OtherWriter.newer(), "new"));

        assertThat(format.readUpload(UPLOADS, older).getListingId()).isEqualTo("old");
        assertThat(format.readUpload(UPLOADS, older).getRevision()).isEqualTo(1);
        assertThat(format.readUpload(UPLOADS, newer).getListingId()).isEqualTo("new");
        assertThat(Arrays.copyOf(older, 5)).isNotEqualTo(Arrays.copyOf(newer, 5));
    }

    @Test
    void outcomesAreReadByClientsThatKnowNothingOfShelver() throws Exception {
        StreamSettings settings = Streams.plain("nowhere:1");
        Outcomes outcomes = new Outcomes(settings.topics(), format,
                new Events(FakeClassifier.TAXONOMY, InstantSource.system()), StreamListener.NONE);
        SourceRecord source = new SourceRecord(new Coordinates(UPLOADS, 0, 1), 0, utf8("a"),
                format.write(UPLOADS, sure("a")), SourceRecord.noHeaders());
        Upload upload = new Admission(format, 1 << 20).admit(source);

        byte[] outcome = outcomes.of(upload, FakeClassifier.decide(upload.listing())).record()
                .value();

        try (AvroKafkaDeserializer<GenericRecord> plain = new AvroKafkaDeserializer<>()) {
            plain.configure(server.plain(Map.of()), false);
            GenericRecord read = plain.deserialize("product-categories", outcome);
            assertThat(read.getSchema()).isEqualTo(ProductCategorized.getClassSchema());
            assertThat(read.get("listing_id")).hasToString("a");
        }
    }

    @Test
    void byConfluentsApiTheSameBytesAreWrittenAndRead() throws Exception {
        RegistryFormat other = open(Streams.plain("nowhere:1"),
                server.url().replace("/apis/registry/v3", "/apis/ccompat/v7"));

        byte[] written = other.write(UPLOADS, sure("a"));

        assertThat(written).isEqualTo(format.write(UPLOADS, sure("a")));
        assertThat(other.readUpload(UPLOADS, written)).isEqualTo(sure("a"));
        byte[] newer = server.written(UPLOADS, OtherWriter.record(OtherWriter.newer(), "new"));
        assertThat(other.readUpload(UPLOADS, newer).getListingId()).isEqualTo("new");
        assertRefused(other, 900_002, encoded(sure("a")), FailureClass.UNKNOWN_SCHEMA);
    }

    @Test
    void whatWasWrittenBeforeThereWasARegistryIsReadToo() throws Exception {
        assertThat(format.readUpload(UPLOADS, bytes(sure("a")))).isEqualTo(sure("a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -2, -1_000_000, Integer.MIN_VALUE, 900_000, 900_001, 123_456_789, 1 << 24, 1 << 30,
            0x7F00_0000, 0x00FF_FFFF, 0x4142_4344, 0x7B22_6C69, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
    void anIdThatWasNeverGivenIsAnUnknownSchema(int id) throws Exception {
        assertRefused(format(Map.of()), id, encoded(sure("a")), FailureClass.UNKNOWN_SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aPrefixThatEndsTooSoonIsNotAvro(int bytes) {
        assertRefused(format, new byte[bytes], FailureClass.NOT_AVRO);
    }

    @Test
    void noBytesAndOtherBytesAreNotAvro() {
        assertRefused(format, new byte[0], FailureClass.NOT_AVRO);
        assertRefused(format, new byte[]{1, 0, 0, 0, 1, 2}, FailureClass.NOT_AVRO);
        assertRefused(format, utf8("{\"listing_id\": \"a\"}"), FailureClass.NOT_AVRO);
    }

    @Test
    void aRecordThatIsNotWhatItsSchemaSaysIsNotAvroWhetherItsSchemaIsKnownYetOrNot() throws Exception {
        byte[] whole = format.write(UPLOADS, sure("a"));
        for (RegistryFormat reader : List.of(format(Map.of()), format)) {
            for (int length = 5; length < whole.length; length++) {
                assertRefused(reader, Arrays.copyOf(whole, length), FailureClass.NOT_AVRO);
            }
        }
        assertThat(format.readUpload(UPLOADS, whole)).isEqualTo(sure("a"));
    }

    @Test
    void theSchemaOfAnotherEventIsIncompatible() throws Exception {
        byte[] categorized = format.write("product-categories", categorized());

        assertRefused(format, categorized, FailureClass.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void schemasThatAreNotOfAnUploadAreIncompatible() throws Exception {
        Schema stranger = SchemaBuilder.record("Stranger").namespace("com.example").fields().requiredString("title")
                .endRecord();
        Schema aClass = SchemaBuilder.record("ProcessBuilder").namespace("java.lang").fields().requiredString("title")
                .endRecord();
        Schema lacking = SchemaBuilder.record("ProductUploaded").namespace("io.shelver.events").fields()
                .requiredString("title").endRecord();
        Schema retyped = parsed("[{'name':'listing_id','type':'long'},{'name':'uploaded_at','type':'long'}]");

        for (Schema schema : List.of(stranger, aClass, lacking, retyped, Schema.create(Schema.Type.STRING),
                SchemaBuilder.array().items().intType())) {
            assertRefused(format, server.register("t-" + Math.abs(schema.hashCode()), schema), new byte[]{2, 'a', 0},
                    FailureClass.INCOMPATIBLE_SCHEMA);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'array','items':'null'}",
            "{'type':'array','items':{'type':'fixed','name':'F','size':0}}",
            "{'type':'array','items':{'type':'record','name':'E','fields':[]}}"})
    void aListOfThingsThatTakeNoBytesIsIncompatible(String type) throws Exception {
        Schema schema = uploadWith("'default':[],'type':" + type);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeString("a");
        encoder.writeLong(1);
        encoder.writeLong(Long.MAX_VALUE >> 2);

        assertRefused(format, server.register("hostile-" + Math.abs(type.hashCode()), schema), out.toByteArray(),
                FailureClass.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void recordsOfRecordsOfRecordsAreIncompatible() throws Exception {
        StringBuilder type = new StringBuilder("'int'");
        for (int level = 0; level < 40; level++) {
            type.insert(0, "{'type':'record','name':'R" + level + "','fields':[{'name':'a','type':")
                    .append("},{'name':'b','type':")
                    .append(level == 0 ? "'int'" : "'R" + (level - 1) + "'").append("}]}");
        }
        // The names count from the inside; forty levels of two are a trillion.
        int id = server.register("doubling", shallow(type.toString()));

        assertRefused(format, id, encoded(sure("a")), FailureClass.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void aSchemaThatIsNestedDeeperThanAnyoneNeedsIsIncompatible() throws Exception {
        String type = "{'type':'array','items':".repeat(300) + "'int'" + "}".repeat(300);

        assertRefused(format, server.register("deep", shallow("{'type':'array','items':" + type + "}")),
                new byte[]{2, 'a', 2, 0}, FailureClass.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void aSchemaOfMoreThanAMegabyteIsIncompatible() throws Exception {
        String today = ProductUploaded.getClassSchema().toString();
        int id = server.register("large", today.replaceFirst("\"doc\":\"", "\"doc\":\"" + "x".repeat(1_100_000)));

        assertRefused(format, id, encoded(sure("a")), FailureClass.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void aRecordThatHoldsItselfAMillionTimesIsNotAvro() throws Exception {
        Schema schema = uploadWith(
                "'default':null,'type':['null',{'type':'record','name':'L','fields':[{'name':'n','type':['null','L']}]}]");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[]{2, 'a', 2});
        byte[] deeper = new byte[1_000_000];
        Arrays.fill(deeper, (byte) 2);
        out.write(deeper);

        assertRefused(format, server.register("list", schema), out.toByteArray(), FailureClass.NOT_AVRO);
    }

    @Test
    void aClassThatASchemaNamesIsNotMade() throws Exception {
        String today = ProductUploaded.getClassSchema().toString();
        Schema naming = SchemaParser.parseSingle(today.replace("\"avro.java.string\":\"String\"",
                "\"java-class\":\"io.shelver.stream.format.RegistryIT$Trap\""));
        int id = server.register("naming", naming);

        ProductUploaded read = format.readUpload(UPLOADS, prefixed(id, encoded(sure("a"))));

        assertThat(read).isEqualTo(sure("a"));
        assertThat(Trap.made).isZero();
    }

    /** Counts itself. */
    public static final class Trap {
        static int made;

        public Trap(String text) {
            made += text.length() + 1;
        }
    }

    @Test
    void aSchemaThatIsRegisteredNowIsFoundInSeconds() throws Exception {
        Schema newer = OtherWriter.newer("registered_late");
        int next = server.register("probe", OtherWriter.newer("probe")) + 1;
        byte[] upload = prefixed(next, encoded(OtherWriter.record(newer, "a")));
        assertRefused(format, upload, FailureClass.UNKNOWN_SCHEMA);

        assertThat(server.register("late", newer)).isEqualTo(next);

        long registered = System.nanoTime();
        while (true) {
            try {
                assertThat(format.readUpload(UPLOADS, upload).getListingId()).isEqualTo("a");
                break;
            } catch (RefusedException e) {
                assertThat(Duration.ofNanos(System.nanoTime() - registered)).isLessThan(Duration.ofSeconds(5));
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    @Test
    void aFloodOfUnknownIdsIsRefusedQuicklyAndKnownSchemasAreReadMeanwhile() throws Exception {
        RegistryFormat flooded = format(Map.of());
        byte[] known = flooded.write(UPLOADS, sure("a"));
        flooded.readUpload(UPLOADS, known);
        Random random = new Random(4);
        long start = System.nanoTime();

        for (int i = 0; i < 20_000; i++) {
            assertRefused(flooded, prefixed(1_000_000 + random.nextInt(1 << 30), new byte[8]),
                    FailureClass.UNKNOWN_SCHEMA);
            assertThat(flooded.readUpload(UPLOADS, known).getListingId()).isEqualTo("a");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void whereSchemasAreNotRegisteredByClientsAStartNeedsThemThere() throws Exception {
        String deny = "apicurio.registry.auto-register";
        StreamSettings other = Streams.plain("nowhere:1")
                .withTopics(new Topics("u", "other-categories", "other-reviews", "d", 1, (short) 1, 1 << 20));
        StreamSettings denied = new StreamSettings("shelver", "nowhere:1", other.topics(), 1, 1, other.linger(),
                other.batchDeadline(), Map.of(deny, "false"));

        assertThatThrownBy(() -> open(denied, server.url())).isInstanceOf(StreamException.class)
                .hasMessageContaining(server.url()).hasMessageContaining("ProductCategorized");
        open(other, server.url());

        assertThatCode(() -> open(denied, server.url())).doesNotThrowAnyException();
    }

    @Test
    void aStartWithoutItsRegistryFailsSoonAndKeepsThePasswordToItself() {
        String nowhere = "http://user:secret@127.0.0.1:" + EmbeddedBroker.freePort();

        assertThatThrownBy(() -> open(Streams.plain("nowhere:1"), nowhere)).isInstanceOf(StreamException.class)
                .hasMessageContaining("ConnectException").hasMessageContaining("http://127.0.0.1:")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theRegistryRefusesAChangeThatOtherReleasesCannotRead() {
        for (Schema released : Releases.schemas()) {
            String name = "full-" + released.getName();
            server.register(name, released);
            server.requireFullCompatibility(name);

            assertThat(server.tryToRegister(name, Releases.now(released.getName()).toString()).statusCode())
                    .isEqualTo(200);
            assertThat(server.tryToRegister(name, Releases.incompatible(released).toString()).body())
                    .contains("RuleViolationException");
        }
    }

    @Test
    void theWholeFlowRunsWithTheRegistrysEncoding() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            StreamSettings settings = Streams.settings(broker.bootstrapServers());
            Streams.createTopics(settings);
            RegistryFormat flow = open(settings, server.url());
            ShelverStreams streams = ShelverStreams.of(settings, flow, new FakeClassifier(), FakeClassifier.TAXONOMY,
                    InstantSource.system(), StreamListener.NONE);
            try (UploadSender sender = UploadSender.open(settings, flow);
                    DoorReader doors = DoorReader.open(settings, flow)) {
                streams.start();
                UUID newer = sender
                        .send(utf8("a"), server.written(UPLOADS, OtherWriter.record(OtherWriter.newer(), "a"))).join();
                UUID before = sender.send(utf8("b"), bytes(sure("b"))).join();
                UUID unknown = sender.send(utf8("c"), prefixed(800_000, new byte[9])).join();

                List<Delivered> found = new ArrayList<>();
                long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (found.size() < 3 && System.nanoTime() < until) {
                    found.addAll(doors.poll(Duration.ofMillis(100)));
                }

                assertThat(found).extracting(Delivered::id).containsExactlyInAnyOrder(newer, before, unknown);
                assertThat(found).filteredOn(outcome -> outcome.door() == Door.CATEGORIES).hasSize(2);
                assertThat(found).filteredOn(outcome -> outcome.door() == Door.DEAD_LETTERS).singleElement()
                        .satisfies(letter -> assertThat(letter.reasons().getFirst())
                                .startsWith("UNKNOWN_SCHEMA: the registry does not know"));
            } finally {
                assertThat(streams.close(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    private static RegistryFormat format(Map<String, String> overrides) {
        StreamSettings plain = Streams.plain("nowhere:1");
        return open(new StreamSettings("shelver", "nowhere:1", plain.topics(), 1, 32, plain.linger(),
                plain.batchDeadline(), overrides), server.url());
    }

    private static RegistryFormat open(StreamSettings settings, String url) {
        return RegistryFormat.open(settings,
                new RegistrySettings(url, RegistrySettings.APICURIO_SERIALIZER, RegistrySettings.APICURIO_DESERIALIZER),
                SingleObjectFormat.ofThisRelease());
    }

    private static void assertRefused(RegistryFormat reader, int id, byte[] record, FailureClass expected) {
        assertRefused(reader, prefixed(id, record), expected);
    }

    private static void assertRefused(RegistryFormat reader, byte[] bytes, FailureClass expected) {
        assertThatThrownBy(() -> reader.readUpload(UPLOADS, bytes)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.failureClass()).as(refused.getMessage()).isEqualTo(expected));
    }

    private static byte[] prefixed(int id, byte[] record) {
        return ByteBuffer.allocate(5 + record.length).put((byte) 0).putInt(id).put(record).array();
    }

    private static ProductCategorized categorized() throws Exception {
        SourceRecord source = new SourceRecord(new Coordinates(UPLOADS, 0, 1), 0, utf8("a"), bytes(sure("a")),
                SourceRecord.noHeaders());
        Upload upload = new Admission(format, 1 << 20).admit(source);
        return (ProductCategorized) new Events(FakeClassifier.TAXONOMY, InstantSource.system()).of(upload,
                FakeClassifier.decide(upload.listing()));
    }

    private static byte[] encoded(ProductUploaded upload) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new SpecificDatumWriter<ProductUploaded>(upload.getSchema(), SpecificData.getForSchema(upload.getSchema()))
                .write(upload, encoder);
        return out.toByteArray();
    }

    private static byte[] encoded(GenericData.Record record) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record,
                EncoderFactory.get().directBinaryEncoder(out, null));
        return out.toByteArray();
    }

    /** An upload of three fields, the last of which is hostile. */
    private static Schema uploadWith(String field) {
        return parsed("[{'name':'listing_id','type':'string'},{'name':'uploaded_at','type':'long'},{'name':'h'," + field
                + "}]");
    }

    private static String shallow(String type) {
        return upload("[{'name':'listing_id','type':'string'},{'name':'uploaded_at','type':'long'},{'name':'h','type':"
                + type + "}]");
    }

    private static Schema parsed(String fields) {
        return SchemaParser.parseSingle(upload(fields));
    }

    private static String upload(String fields) {
        return ("{'type':'record','name':'ProductUploaded','namespace':'io.shelver.events','fields':" + fields + "}")
                .replace('\'', '"');
    }
}
