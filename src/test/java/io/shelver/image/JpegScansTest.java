// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.poison.Jpeg;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JpegScansTest {

    @Test
    void aBaselineJpegHasOneScan() {
        assertThat(JpegScans.count(Jpeg.of(200, 300))).isEqualTo(1);
    }

    @Test
    void aProgressiveJpegHasThoseItHas() {
        int usual = JpegScans.count(Jpeg.progressive(200, 300));

        assertThat(usual).isBetween(2, 20);
        assertThat(JpegScans.count(Jpeg.scans(Jpeg.progressive(200, 300), 7))).isEqualTo(usual + 7);
    }

    @Test
    void thePictureWithinAPictureIsNotCounted() {
        byte[] thumbnail = Jpeg.of(20, 20);

        assertThat(JpegScans.count(Jpeg.with(Jpeg.of(200, 300), 0xe1, thumbnail))).isEqualTo(1);
    }

    @Property
    void anyBytesHaveAnEnd(@ForAll byte[] bytes) {
        assertThat(JpegScans.count(bytes)).isBetween(0, bytes.length);
    }
}
