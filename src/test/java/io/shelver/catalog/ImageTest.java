// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class ImageTest {

    @Test
    void aBlankReferenceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Image.Linked(" ")).withMessageContaining("blank");
    }

    @Test
    void anEncodedPictureIsCopiedOnTheWayIn() throws IOException {
        byte[] bytes = {1, 2, 3};
        Image.Encoded encoded = Image.Encoded.of(bytes);

        bytes[0] = 9;

        assertThat(encoded.open().readAllBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void anEncodedPictureCanBeReadAgain() throws IOException {
        Image.Encoded encoded = Image.Encoded.of(new byte[]{1, 2, 3});

        encoded.open().readAllBytes();

        assertThat(encoded.open().readAllBytes()).hasSize(encoded.length());
    }

    @Test
    void pixelsThatDoNotFillThePictureAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pixels.owning(2, 2, new byte[11]))
                .withMessage("2 x 2 pixels do not fill 11 bytes");
    }

    @Test
    void aPictureWithoutHeightIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pixels.owning(2, 0, new byte[0]));
    }

    @Test
    void anOverflowingSizeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pixels.owning(1 << 16, 1 << 16, new byte[0]));
    }

    @Test
    void pixelsCannotBeChangedThroughTheirView() {
        Pixels pixels = Pixels.owning(1, 1, new byte[]{1, 2, 3});

        assertThatThrownBy(() -> pixels.rgb().put((byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
    }
}
