// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.DrawnPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedPicturesTest {

    @Test
    void theBytesOfAnUploadAreDecoded() throws Exception {
        Image image = new Image.Inline(Image.Encoded.of(DrawnPicture.encoded("png", 3, 4)));

        assertThat(read(DecodedPictures.inlineOnly(), image).height()).isEqualTo(4);
    }

    @Test
    void aLinkInAnUploadIsNotFetched() {
        Image image = new Image.Linked("https://example.com/a.jpg");

        assertThatThrownBy(() -> read(DecodedPictures.inlineOnly(), image)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("by link are not fetched");
    }

    @Test
    void aFileIsWhatItsBytesSayWhateverItsName(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("named.jpg"), DrawnPicture.encoded("png", 3, 4));

        try (ImageFiles files = ImageFiles.open(folder)) {
            assertThat(read(DecodedPictures.from(files), new Image.Linked("named.jpg")).width()).isEqualTo(3);
        }
    }

    private static Pixels read(Pictures pictures, Image image) throws UnreadableException {
        return pictures.start(List.of(image), Duration.ofSeconds(1)).next().orElseThrow().pixels();
    }
}
