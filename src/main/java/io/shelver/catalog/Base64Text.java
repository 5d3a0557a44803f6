// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.util.Base64;

/**
 * Bytes as text in base64 (RFC 4648), as people's programs write it: in lines, without the padding, or in the alphabet
 * for URLs.
 */
public final class Base64Text {
    private Base64Text() {
    }

    /** @throws IllegalArgumentException if the text is not base64 */
    public static byte[] decode(String text) {
        String standard = text.replaceAll("[ \\t\\r\\n]", "").replace('-', '+').replace('_', '/');
        return Base64.getDecoder().decode(standard);
    }
}
