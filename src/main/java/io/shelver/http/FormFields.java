// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** Pairs of {@code application/x-www-form-urlencoded}, in a query or a body. Strict: what is not UTF-8 is refused, not replaced. */
final class FormFields {
    private FormFields() {
    }

    static void forEach(String form, BiConsumer<String, String> field) {
        for (String pair : form.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            field.accept(decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
    }

    private static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char each = encoded.charAt(at);
            if (each == '%') {
                bytes.write(octet(encoded, at));
                at += 2;
            } else if (each == '+') {
                bytes.write(' ');
            } else if (each < 0x80) {
                bytes.write(each);
            } else {
                throw Draft.refused("a field has characters that are not percent-encoded");
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int octet(String encoded, int at) {
        int high = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        int low = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw Draft.refused("a field has a '%' without two hexadecimal digits behind it");
        }
        return 16 * high + low;
    }

    /** Text, or a problem. */
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Draft.refused("there is something that is not UTF-8");
        }
    }
}
