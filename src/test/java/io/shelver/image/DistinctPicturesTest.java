// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.DrawnPicture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistinctPicturesTest {

    @Test
    void noTwoHaveTheSamePixels() throws IOException, UnreadableException {
        Image.Inline picture = new Image.Inline(Image.Encoded.of(DrawnPicture.encoded("jpeg", 60, 80)));
        Set<Object> seen = new HashSet<>();

        for (long number = 0; number < 300; number++) {
            Pixels pixels = decoded(DistinctPictures.of(picture, number));
            assertThat(pixels.width()).isEqualTo(60);
            assertThat(pixels.height()).isEqualTo(80);
            seen.add(pixels.rgb());
        }

        assertThat(seen).hasSize(300);
    }

    @Test
    void whatIsNoPictureStaysAsItIs() {
        Image.Inline broken = new Image.Inline(Image.Encoded.of("no picture".getBytes(StandardCharsets.UTF_8)));

        assertThat(DistinctPictures.of(broken, 7)).isSameAs(broken);
    }

    private static Pixels decoded(Image.Inline picture) throws UnreadableException {
        return new PictureDecoder().decode(picture.encoded().open());
    }
}
