// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** Reads {@code application/x-www-form-urlencoded} from a query or a body. Strict: it rejects text that is not UTF-8. */
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
                throw Draft.refused("a field has characters outside ASCII; percent-encode them");
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int octet(String encoded, int at) {
        int high = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        int low = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw Draft.refused("a field has a '%' without two hexadecimal digits after it; write a single '%' as %25");
        }
        return 16 * high + low;
    }

    /**
     * Decodes UTF-8.
     *
     * @throws ProblemException
     *             if the bytes are not UTF-8
     */
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Draft.refused("the request has text that is not UTF-8; send UTF-8");
        }
    }
}
