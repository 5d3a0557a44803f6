// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The one-block example of FIPS 180-2, appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);

    @Test
    void contentIsNamedAsTheStandardSays() {
        assertThat(Sha256.hex(ABC)).isEqualTo(OF_ABC);
    }

    @Test
    void aPictureIsNamedByItsBytes() {
        assertThat(Sha256.hex(Image.Encoded.of(ABC))).isEqualTo(OF_ABC);
    }

    @Test
    void aTextIsNamedByItsUtf8() {
        assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
        assertThat(Sha256.bytes("abc")).isEqualTo(HexFormat.of().parseHex(OF_ABC));
    }
}
