// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where fetched pictures are kept for a while.
 *
 * @param maxBytes
 *            the most bytes of all pictures that are kept; 0: no cache
 * @param folder
 *            a folder for this process alone; empty: a temporary one
 */
public record CacheSettings(long maxBytes, Optional<Path> folder) {
    /** No cache: every picture is fetched every time. */
    public static final CacheSettings NONE = new CacheSettings(0, Optional.empty());

    public CacheSettings {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must be 0 or more, not %d".formatted(maxBytes));
        }
    }
}
