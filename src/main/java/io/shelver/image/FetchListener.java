// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;

/** Hears what becomes of links. Called by many threads; must not block. */
public interface FetchListener {
    /** Nobody listens. */
    FetchListener NONE = new FetchListener() {
    };

    /** A picture came over the network. */
    default void fetched(Duration took, int bytes) {
    }

    /** A picture was in the cache. */
    default void found() {
    }

    /** A picture was not in the cache. */
    default void missed() {
    }

    /** A link is no good, may not be followed, or its host did not answer, after all retries. */
    default void failed(Duration took) {
    }

    /** The cache could not be written or read, or a file in it was not what was written; the picture is fetched. */
    default void cacheFailed() {
    }
}
