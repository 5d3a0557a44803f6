// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A link that holds what it leads to (RFC 2397), such as {@code data:image/png;base64,iVBORw0KGgo=}. */
public final class DataUri {
    private static final String SCHEME = "data:";

    private DataUri() {
    }

    /** The bytes in the link; empty if the text is no such link, or a malformed one. */
    public static Optional<byte[]> bytes(String text) {
        String link = text.strip();
        int comma = link.indexOf(',');
        if (comma == -1 || !link.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] data = percentDecoded(link.substring(comma + 1));
            boolean base64 = link.substring(0, comma).strip().toLowerCase(Locale.ROOT).endsWith(";base64");
            return Optional.of(base64 ? Base64Text.decode(new String(data, StandardCharsets.ISO_8859_1)) : data);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter > 0x7f) {
                throw new IllegalArgumentException("a letter beyond ASCII");
            }
            if (letter == '%') {
                bytes.write(Integer.parseUnsignedInt(text, at + 1, Math.min(at + 3, text.length()), 16));
                at += 2;
            } else {
                bytes.write(letter);
            }
        }
        return bytes.toByteArray();
    }
}
