// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.sure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.shelver.classify.FailureClass;
import io.shelver.stream.Streams;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With serdes of somebody else. */
class RegistryFormatTest {
    private static final String URL = "http://localhost:1";
    private static final String TOPIC = "product-uploads";

    private final RegistryFormat format = open(OwnSerdes.Writer.class.getName(), OwnSerdes.Reader.class.getName());

    @Test
    void serdesThatAreNamedAreUsed() throws Exception {
        byte[] written = format.write(TOPIC, sure("a"));

        assertThat(written).startsWith(0, 0, 0, 0, OwnSerdes.UPLOAD);
        assertThat(format.readUpload(TOPIC, written)).isEqualTo(sure("a"));
    }

    @Test
    void whatWasWrittenBeforeIsReadAndHasTheLimitsItHad() throws Exception {
        assertThat(format.readUpload(TOPIC, bytes(sure("a")))).isEqualTo(sure("a"));
        assertThatThrownBy(() -> format.readUpload(TOPIC, new byte[]{(byte) 0xC3, 1, 2, 3}))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({"404, UNKNOWN_SCHEMA", "6, INCOMPATIBLE_SCHEMA", "7, NOT_AVRO", "8, NOT_AVRO"})
    void whatIsTheRecordsFaultIsRefusedAtOnce(int id, FailureClass expected) {
        assertThatThrownBy(() -> format.readUpload(TOPIC, withId(id))).isInstanceOfSatisfying(RefusedException.class,
                refused -> {
                    assertThat(refused.failureClass()).isEqualTo(expected);
                    assertThat(refused.getMessage()).doesNotContain("ProcessBuilder", "expecting", "went wrong");
                });
    }

    @ParameterizedTest
    @CsvSource({"2, ConnectException", "3, no answer", "9, IllegalStateException", "401, it answers 401",
            "403, it answers 403", "429, it answers 429", "500, it answers 500", "503, it answers 503"})
    void aRegistryThatDoesNotAnswerAsItShouldIsWaitedForAndThenOurFault(int id, String why) {
        long start = System.nanoTime();

        assertThatThrownBy(() -> format.readUpload(TOPIC, withId(id))).isInstanceOf(StreamException.class)
                .hasMessageContaining(URL).hasMessageContaining(why).hasMessageNotContaining("went wrong");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
    }

    @Test
    void aLoginThatTheRegistryDeniesIsNamedAndNotTheSchema() {
        assertThatThrownBy(() -> open(OwnSerdes.Denied.class.getName(), OwnSerdes.Reader.class.getName())
                .write(TOPIC, sure("a"))).isInstanceOf(StreamException.class).hasMessageContaining("it answers 401")
                .hasMessageContaining("Check the login").hasMessageNotContaining("compatible");
    }

    @Test
    void aRegistryThatComesBackInTimeIsWaitedFor() throws Exception {
        byte[] upload = format.write(TOPIC, sure("a"));

        assertThat(open(10_000).readUpload(TOPIC,
                ByteBuffer.wrap(upload).putInt(1, OwnSerdes.ANSWERS_THE_FOURTH_TIME).array()))
                .isEqualTo(sure("a"));
    }

    @Test
    void aDeserializerThatGivesSomethingElseIsOurFault() {
        assertThatThrownBy(() -> format.readUpload(TOPIC, withId(OwnSerdes.GENERIC)))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("SHELVER_EVENT_DESERIALIZER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.NoSuchClass", "java.lang.String",
            "io.shelver.stream.format.RegistryFormatTest"})
    void aClassThatCannotBeUsedStopsTheStart(String name) {
        assertThatThrownBy(() -> open(name, OwnSerdes.Reader.class.getName())).isInstanceOf(StreamException.class)
                .hasMessageContaining("SHELVER_EVENT_SERIALIZER").hasMessageContaining(name);
        assertThatThrownBy(() -> open(OwnSerdes.Writer.class.getName(), name)).isInstanceOf(StreamException.class)
                .hasMessageContaining("SHELVER_EVENT_DESERIALIZER").hasMessageContaining(name);
    }

    @Test
    void theDefaultsAreClassesThatExist() {
        assertThat(RegistrySettings.APICURIO_SERIALIZER).isEqualTo(AvroKafkaSerializer.class.getName());
        assertThat(RegistrySettings.APICURIO_DESERIALIZER)
                .isEqualTo(AvroKafkaDeserializer.class.getName());
    }

    private static byte[] withId(int id) {
        return ByteBuffer.allocate(8).put((byte) 0).putInt(id).array();
    }

    private static RegistryFormat open(String serializer, String deserializer) {
        return open(serializer, deserializer, 400);
    }

    private static RegistryFormat open(int deadlineMillis) {
        return open(OwnSerdes.Writer.class.getName(), OwnSerdes.Reader.class.getName(), deadlineMillis);
    }

    private static RegistryFormat open(String serializer, String deserializer, int deadlineMillis) {
        StreamSettings settings = new StreamSettings("test", "nowhere:1", Streams.topics(), 1, 32,
                Duration.ofMillis(20),
                Duration.ofMillis(deadlineMillis), Map.of());
        return RegistryFormat.open(settings, new RegistrySettings(URL, serializer, deserializer),
                SingleObjectFormat.ofThisRelease());
    }
}
