// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.kafka.KeyFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    static Stream<Arguments> keys() {
        return Stream.of(
                key(KeyFormat.TEXT, "größe", utf8("größe")),
                key(KeyFormat.JSON, "a-1", utf8("\"a-1\"")),
                key(KeyFormat.JSON, "a-1",
                        utf8(" {\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"a-1\"}")),
                key(KeyFormat.JSON, "a-1", utf8("{\"listing_id\":\"a-1\"}")),
                key(KeyFormat.JSON, "4711",
                        utf8("{\"schema\":{\"type\":\"struct\"},\"payload\":{\"id\":4711}}")),
                // 03 in zigzag is the length; 02 before it the second branch of a union.
                key(KeyFormat.AVRO, "a-1", bytes("06612d31")),
                key(KeyFormat.AVRO, "a-1", bytes("0206612d31")),
                key(KeyFormat.AVRO, "a-1", bytes("0006612d31")),
                key(KeyFormat.AVRO, "64", bytes("8001")),
                key(KeyFormat.AVRO, "a-1", bytes("c301010203040506070806612d31")),
                key(KeyFormat.REGISTRY, "a-1", bytes("000000000706612d31")),
                key(KeyFormat.REGISTRY, "a-1", bytes("0000000007612d31")),
                key(KeyFormat.REGISTRY, "a-1", bytes("000000000722612d3122")),
                key(KeyFormat.LONG, "4711", ByteBuffer.allocate(8).putLong(4711).array()),
                key(KeyFormat.LONG, "-1", ByteBuffer.allocate(8).putLong(-1).array()),
                key(KeyFormat.INT, "4711", ByteBuffer.allocate(4).putInt(4711).array()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyIsRecognisedInItsFormat(KeyFormat format, String id, byte[] key) {
        assertThat(Keys.holds(format, key, id)).isTrue();
        assertThat(Keys.holds(format, key, id + "0")).isFalse();
        assertThat(Keys.formatOf(key, id)).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000000007", "c301", "7b", "5b5b5b5b", "ff", "22", "7b7d", "5b5d", "6e756c6c",
            "0000fffe", "22612d312278"})
    void nonsenseIsNoKeyInAnyFormat(String hex) {
        assertThat(Keys.formatOf(bytes(hex), "a-1")).isEmpty();
    }

    @Test
    void aNumberIsComparedInItsDecimalForm() {
        assertThat(Keys.holds(KeyFormat.JSON, utf8("4711.0"), "4711.0")).isFalse();
        assertThat(Keys.holds(KeyFormat.JSON, utf8("123456789012345678901234567890"), "123456789012345678901234567890"))
                .isTrue();
        assertThat(Keys.holds(KeyFormat.LONG, ByteBuffer.allocate(8).putLong(7).array(), "007")).isFalse();
    }

    @Test
    void aJsonThatNestsWithoutEndIsNoKey() {
        assertThat(Keys.formatOf(utf8("[".repeat(100_000)), "a")).isEqualTo(Optional.empty());
    }

    private static Arguments key(KeyFormat format, String id, byte[] key) {
        return Arguments.of(format, id, key);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
