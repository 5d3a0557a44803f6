// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.util.Optional;

/** Looks for a picture in the cache before it asks the source. */
final class CachedSource implements PictureSource {
    private final PictureSource source;
    private final PictureCache cache;
    private final FetchListener listener;

    CachedSource(PictureSource source, PictureCache cache, FetchListener listener) {
        this.source = source;
        this.cache = cache;
        this.listener = listener;
    }

    @Override
    public Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException {
        Optional<Image.Encoded> kept = cache.find(link);
        if (kept.isPresent()) {
            listener.found();
            return kept.get();
        }
        listener.missed();
        Image.Encoded encoded = source.fetch(link, deadline);
        cache.keep(link, encoded);
        return encoded;
    }

    @Override
    public void close() {
        source.close();
        cache.close();
    }
}
