// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ContentHashTest {

    @Test
    void aPictureIsTheSha256OfTheModalityAndItsBytes() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[]{0, 0, 0, 5});
        digest.update("image".getBytes(StandardCharsets.UTF_8));
        ByteBuffer expected = ByteBuffer.wrap(digest.digest(new byte[]{1, 2, 3}));

        assertThat(ContentHash.of("image", Image.Encoded.of(new byte[]{1, 2, 3}))).isEqualTo(new ContentHash(
                expected.getLong(), expected.getLong(), expected.getLong(), expected.getLong()));
    }

    @Property
    void textsShareAHashOnlyIfTheyAreEqual(
            @ForAll @CharRange(from = '\uD7FE', to = '\uDC02') @StringLength(max = 3) String one,
            @ForAll @CharRange(from = '\uD7FE', to = '\uDC02') @StringLength(max = 3) String other) {
        assertThat(ContentHash.of("title", one).equals(ContentHash.of("title", other))).isEqualTo(one.equals(other));
    }

    @Test
    void halvesOfSurrogatePairsAreToldApart() {
        assertThat(ContentHash.of("title", "\uD800")).isNotEqualTo(ContentHash.of("title", "\uD801"))
                .isNotEqualTo(ContentHash.of("title", "?")).isNotEqualTo(ContentHash.of("title", "\uFFFD"));
    }

    @Test
    void aModalityIsPartOfIt() {
        assertThat(ContentHash.of("title", "boots")).isNotEqualTo(ContentHash.of("text", "boots"));
        assertThat(ContentHash.of("a", "\u6262")).isNotEqualTo(ContentHash.of("abb", ""));
    }
}
