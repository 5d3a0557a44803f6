// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;

/** Hears what becomes of links. Many threads call it; it must not block. */
public interface FetchListener {
    /** Ignores everything. */
    FetchListener NONE = new FetchListener() {
    };

    /**
     * A picture came over the network.
     *
     * @param took
     *            the time of the fetch with its redirects and retries
     * @param bytes
     *            the size of the encoded picture
     */
    default void fetched(Duration took, int bytes) {
    }

    /** A picture was in the cache. */
    default void found() {
    }

    /** A picture was not in the cache. */
    default void missed() {
    }

    /** No picture came: the link is malformed or may not be followed, or its host did not answer after all retries. */
    default void failed(Duration took) {
    }

    /** The cache could not be read or written, or one of its files was changed. The picture is fetched instead. */
    default void cacheFailed() {
    }
}
