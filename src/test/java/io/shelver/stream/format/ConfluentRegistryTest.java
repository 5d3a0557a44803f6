// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static io.shelver.testing.Uploads.sure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.classify.FailureClass;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.Streams;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With Apicurio's serdes, against a registry that has Confluent's API only. */
class ConfluentRegistryTest {
    private static final String UPLOADS = "product-uploads";

    private ConfluentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ConfluentServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void eventsAreWrittenAndReadByItsIds(String end) throws Exception {
        RegistryFormat format = open(server.url() + end, Map.of());

        byte[] written = format.write(UPLOADS, sure("a"));

        // The start registered the two schemas of outcomes.
        assertThat(written).startsWith(0, 0, 0, 0, 3);
        assertThat(format.readUpload(UPLOADS, written)).isEqualTo(sure("a"));
        assertThat(server.requests).contains("POST /subjects/product-categories-value/versions",
                "POST /subjects/category-reviews-value/versions", "GET /schemas/ids/3");
    }

    @Test
    void aSchemaThatIsThereIsNotRegisteredAgain() {
        open(server.url(), Map.of());
        server.readOnly = true;
        server.requests.clear();

        open(server.url(), Map.of());

        assertThat(server.requests).doesNotContain("POST /subjects/product-categories-value/versions");
    }

    @Test
    void aRegistryThatOnlyLetsUsReadIsNamedAtTheStart() {
        server.readOnly = true;

        assertThatThrownBy(() -> open(server.url(), Map.of())).isInstanceOf(StreamException.class)
                .hasMessageContaining("does not let us register the schema of ProductCategorized")
                .hasMessageContaining("it answers 403");
    }

    @Test
    void aRegistryThatStartsAtTheSameTimeIsWaitedFor() throws Exception {
        server.starting.set(3);

        assertThat(open(server.url(), Map.of()).write(UPLOADS, sure("a"))).startsWith(0, 0, 0, 0, 3);
    }

    @ParameterizedTest
    @CsvSource({"schema.registry.basic.auth.user.info, me:secret, Basic bWU6c2VjcmV0",
            "basic.auth.user.info, me:secret, Basic bWU6c2VjcmV0", "bearer.auth.token, abc, Bearer abc"})
    void aLoginIsTakenFromTheNamesOfConfluentsClients(String name, String value, String header) {
        open(server.url(), Map.of(name, value));

        assertThat(server.logins).isNotEmpty().allMatch(header::equals);
    }

    @Test
    void aLoginIsTakenFromTheAddressOrFromApicuriosNames() {
        open(server.url().replace("//", "//me:secret@"), Map.of());
        open(server.url(),
                Map.of("apicurio.registry.auth.username", "me", "apicurio.registry.auth.password", "secret"));

        assertThat(server.logins).isNotEmpty().allMatch("Basic bWU6c2VjcmV0"::equals);
    }

    @Test
    void anIdThatItDoesNotKnowIsAnUnknownSchema() {
        assertRefused(77, FailureClass.UNKNOWN_SCHEMA);
    }

    @Test
    void aSchemaOfAnotherKindIsIncompatible() {
        assertRefused(server.register("p", "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = 3;\"}"),
                FailureClass.INCOMPATIBLE_SCHEMA);
        assertRefused(server.register("q", "no json"), FailureClass.INCOMPATIBLE_SCHEMA);
        assertRefused(server.register("r", "{\"schema\":\"no schema\"}"), FailureClass.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void aSchemaThatRefersToOthersIsReadWithThem() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        server.register("category", mapper.createObjectNode().put("schema",
                "{\"type\":\"record\",\"name\":\"Shop\",\"namespace\":\"com.example\",\"fields\":[{\"name\":\"city\",\"type\":\"string\"}]}")
                .toString());
        String upload = ProductUploaded.getClassSchema().toString().replaceFirst("\"fields\":\\[",
                "\"fields\":[{\"name\":\"shop\",\"type\":\"com.example.Shop\"},");
        String body = mapper.createObjectNode().put("schema", upload).toString();
        int id = server.register("u", body.substring(0, body.length() - 1)
                + ",\"references\":[{\"name\":\"com.example.Shop\",\"subject\":\"category\",\"version\":1}]}");
        RegistryFormat format = open(server.url(), Map.of());
        byte[] plain = format.write(UPLOADS, sure("a"));
        byte[] record = Arrays.copyOfRange(plain, 5, plain.length);
        byte[] bytes = ByteBuffer.allocate(7 + record.length).put((byte) 0).putInt(id).put((byte) 2).put((byte) 'x')
                .put(record).array();

        assertThat(format.readUpload(UPLOADS, bytes)).isEqualTo(sure("a"));
    }

    @Test
    void anAddressOfApicuriosOwnApiIsNotAskedForConfluents() {
        assertThatThrownBy(() -> open(server.url() + "/apis/registry/v3", Map.of()))
                .isInstanceOf(StreamException.class);

        assertThat(server.requests).isNotEmpty().allMatch(request -> request.contains("/apis/registry/v3"));
    }

    private void assertRefused(int id, FailureClass expected) {
        byte[] bytes = ByteBuffer.allocate(9).put((byte) 0).putInt(id).array();

        assertThatThrownBy(() -> open(server.url(), Map.of()).readUpload(UPLOADS, bytes)).isInstanceOfSatisfying(
                RefusedException.class, refused -> assertThat(refused.failureClass()).isEqualTo(expected));
    }

    private static RegistryFormat open(String url, Map<String, String> overrides) {
        StreamSettings plain = Streams.plain("nowhere:1");
        return RegistryFormat.open(
                new StreamSettings("shelver", "nowhere:1", plain.topics(), 1, 32, plain.linger(), plain.batchDeadline(),
                        overrides),
                new RegistrySettings(url, RegistrySettings.APICURIO_SERIALIZER, RegistrySettings.APICURIO_DESERIALIZER),
                SingleObjectFormat.ofThisRelease());
    }
}
