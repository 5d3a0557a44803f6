// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.testing.Budget;
import java.io.ByteArrayInputStream;
import java.time.Duration;

/** Any bytes become pixels, no more than the decoder keeps, or are unreadable. */
class PictureFuzzTest {
    private static final long MOST_KEPT = 2_000_000;

    private final PictureDecoder decoder = new PictureDecoder();

    @FuzzTest
    void anyBytesArePixelsOrUnreadable(byte[] encoded) {
        Budget budget = Budget.of(Duration.ofSeconds(10), 4096L << 20);
        requirePixelsOrUnreadable(encoded);
        budget.requireKept();
    }

    private void requirePixelsOrUnreadable(byte[] encoded) {
        try {
            Pixels pixels = decoder.decode(new ByteArrayInputStream(encoded));
            if ((long) pixels.width() * pixels.height() > MOST_KEPT) {
                throw new AssertionError("%d x %d pixels were kept".formatted(pixels.width(), pixels.height()));
            }
        } catch (UnreadableException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("unreadable without a reason", refused);
            }
        }
    }
}
