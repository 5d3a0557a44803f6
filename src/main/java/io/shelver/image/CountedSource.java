// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.time.Duration;

/** Tells a listener how each fetch ended. */
final class CountedSource implements PictureSource {
    private final PictureSource source;
    private final FetchListener listener;

    CountedSource(PictureSource source, FetchListener listener) {
        this.source = source;
        this.listener = listener;
    }

    @Override
    public Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException {
        long begin = System.nanoTime();
        try {
            Image.Encoded encoded = source.fetch(link, deadline);
            listener.fetched(Duration.ofNanos(System.nanoTime() - begin), encoded.length());
            return encoded;
        } catch (UnreadableException | NotNowException | RuntimeException e) {
            listener.failed(Duration.ofNanos(System.nanoTime() - begin));
            throw e;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
