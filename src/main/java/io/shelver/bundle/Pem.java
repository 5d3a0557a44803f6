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

/** Keys in the textual encoding of RFC 7468, as {@code openssl} writes them. Messages never hold what was read. */
final class Pem {
    static final String PUBLIC = "PUBLIC KEY";
    static final String PRIVATE = "PRIVATE KEY";
    private static final int MAX_BYTES = 64 << 10;
    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private Pem() {
    }

    /**
     * What each block of the file encodes.
     *
     * @throws IllegalArgumentException
     *             if there is none, one is of another type, or anything else is in the file
     */
    static List<byte[]> read(Path file, String type) throws IOException {
        String text = text(file);
        Matcher matcher = BLOCK.matcher(text);
        List<byte[]> blocks = new ArrayList<>();
        while (matcher.find()) {
            if (!matcher.group(1).equals(type)) {
                throw new IllegalArgumentException(
                        "%s holds a %s, and should hold a %s".formatted(file, matcher.group(1), type));
            }
            blocks.add(decoded(file, matcher.group(2)));
        }
        if (blocks.isEmpty() || !BLOCK.matcher(text).replaceAll("").isBlank()) {
            throw new IllegalArgumentException(
                    "%s is not a file of keys in PEM ('-----BEGIN %s-----', as openssl writes them) and nothing else"
                            .formatted(file, type));
        }
        return blocks;
    }

    private static byte[] decoded(Path file, String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            // The decoder's own message may quote a key.
            throw new IllegalArgumentException("%s is damaged: it holds no Base64 between its marks".formatted(file));
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "%s is larger than %d KiB: it is no key".formatted(file, MAX_BYTES >> 10));
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
