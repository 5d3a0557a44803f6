// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys in the textual encoding of RFC 7468, as {@code openssl} writes them. Messages never quote the file. */
final class Pem {
    static final String PUBLIC = "PUBLIC KEY";
    static final String PRIVATE = "PRIVATE KEY";
    private static final int MAX_BYTES = 64 << 10;
    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private Pem() {
    }

    /**
     * Decodes the blocks of a file.
     *
     * @param type
     *            the type that every block must have, {@link #PUBLIC} or {@link #PRIVATE}
     * @throws IllegalArgumentException
     *             if there is no block, a block of another type, or anything else in the file
     */
    static List<byte[]> read(Path file, String type) throws IOException {
        String text = text(file);
        Matcher matcher = BLOCK.matcher(text);
        List<byte[]> blocks = new ArrayList<>();
        while (matcher.find()) {
            if (!matcher.group(1).equals(type)) {
                throw new IllegalArgumentException(
                        "%s holds a %s, but it must hold a %s".formatted(file, matcher.group(1), type));
            }
            blocks.add(decoded(file, matcher.group(2)));
        }
        if (blocks.isEmpty() || !BLOCK.matcher(text).replaceAll("").isBlank()) {
            throw new IllegalArgumentException(
                    "%s is not a file of keys in PEM alone: give a file with '-----BEGIN %s-----', as openssl writes it, and nothing else in it"
                            .formatted(file, type));
        }
        return blocks;
    }

    private static byte[] decoded(Path file, String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            // The decoder's own message may quote a key.
            throw new IllegalArgumentException(
                    "%s is damaged, because the text between its BEGIN and END lines is not Base64: make the key file again"
                            .formatted(file));
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "%s is larger than %d KiB, so it is not a key: give a key file in PEM".formatted(file,
                                MAX_BYTES >> 10));
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
