// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;

/**
 * What following a link may cost.
 *
 * @param maxBytes
 *            of an encoded picture, 1 or more
 * @param timeout
 *            of one picture, its redirects and retries included
 * @param redirects
 *            that are followed, 0 or more
 * @param parallel
 *            pictures that are fetched, or fetched and not decoded yet, at a time: 1 or more
 */
public record FetchLimits(int maxBytes, Duration timeout, int redirects, int parallel) {
    public FetchLimits {
        if (maxBytes < 1 || timeout.isNegative() || timeout.isZero() || redirects < 0 || parallel < 1) {
            throw new IllegalArgumentException(
                    "illegal limits: %d bytes, %s, %d redirects, %d in parallel".formatted(maxBytes, timeout, redirects,
                            parallel));
        }
    }
}
