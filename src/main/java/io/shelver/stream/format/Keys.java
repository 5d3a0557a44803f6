// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.stream.kafka.KeyFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Compares the key of an upload, in one of its formats, with the listing id in its value. */
public final class Keys {
    /** The longest key that is parsed. Connect's schema of a key takes some hundred bytes. */
    private static final int MOST_BYTES = 1 << 16;
    private static final int REGISTRY_PREFIX = 5;
    private static final int SINGLE_OBJECT_HEADER = 10;
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Keys() {
    }

    /** Whether a key is this listing id in this format. */
    public static boolean holds(KeyFormat format, byte[] key, String id) {
        return key.length <= MOST_BYTES && switch (format) {
            case TEXT -> Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8));
            case JSON -> holdsJson(key, id);
            case AVRO -> holdsAvro(key, id);
            case REGISTRY -> holdsPrefixed(key, id);
            case LONG -> key.length == Long.BYTES && String.valueOf(ByteBuffer.wrap(key).getLong()).equals(id);
            case INT -> key.length == Integer.BYTES && String.valueOf(ByteBuffer.wrap(key).getInt()).equals(id);
        };
    }

    /** The first format in which a key is this listing id; empty if it is in none. */
    public static Optional<KeyFormat> formatOf(byte[] key, String id) {
        return Stream.of(KeyFormat.values()).filter(format -> holds(format, key, id)).findFirst();
    }

    private static boolean holdsPrefixed(byte[] key, String id) {
        if (key.length <= REGISTRY_PREFIX || key[0] != 0) {
            return false;
        }
        byte[] bare = Arrays.copyOfRange(key, REGISTRY_PREFIX, key.length);
        return Stream.of(KeyFormat.AVRO, KeyFormat.JSON, KeyFormat.TEXT).anyMatch(format -> holds(format, bare, id));
    }

    private static boolean holdsJson(byte[] key, String id) {
        JsonNode node;
        try {
            // As text, because Jackson takes bytes that begin with zeros for UTF-32, and throws what is not about JSON.
            node = MAPPER.readTree(new String(key, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return false;
        }
        if (node.size() == 2 && node.has("schema") && node.has("payload")) {
            node = node.get("payload");
        }
        if (node.isObject() && node.size() == 1) {
            node = node.iterator().next();
        }
        return (node.isTextual() || node.isIntegralNumber()) && node.asText().equals(id);
    }

    private static boolean holdsAvro(byte[] key, String id) {
        boolean framed = key.length > SINGLE_OBJECT_HEADER && key[0] == (byte) 0xC3 && key[1] == 1;
        return avro(id).anyMatch(
                bytes -> ends(key, 0, bytes) || framed && ends(key, SINGLE_OBJECT_HEADER, bytes));
    }

    /** The encodings of an id, as a string and, if it is a number, as a long. */
    private static Stream<byte[]> avro(String id) {
        Stream<byte[]> text = Stream.of(encoded(encoder -> encoder.writeString(id)));
        if (!id.matches("-?[0-9]{1,19}")) {
            return text;
        }
        BigInteger number = new BigInteger(id);
        boolean fits = number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0 && number.toString().equals(id);
        return fits
                ? Stream.concat(text, Stream.of(encoded(encoder -> encoder.writeLong(number.longValueExact()))))
                : text;
    }

    /** Whether a key ends in these bytes from an offset on, perhaps after the number of the branch of a union with null. */
    private static boolean ends(byte[] key, int from, byte[] bytes) {
        boolean branch = key.length == from + 1 + bytes.length && (key[from] == 0 || key[from] == 2);
        int start = branch ? from + 1 : from;
        return Arrays.equals(key, start, key.length, bytes, 0, bytes.length);
    }

    private interface Writing {
        void to(BinaryEncoder encoder) throws IOException;
    }

    private static byte[] encoded(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            writing.to(encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }
}
