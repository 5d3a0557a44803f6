// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;

/**
 * What following links may cost.
 *
 * @param maxBytes
 *            the largest size of an encoded picture, in bytes, at least 1
 * @param timeout
 *            the longest time for one picture with its redirects and retries, above 0
 * @param redirects
 *            the most redirects that are followed for one picture, at least 0
 * @param parallel
 *            the most pictures at a time that are being fetched, or are fetched and wait to be decoded, at least 1
 */
public record FetchLimits(int maxBytes, Duration timeout, int redirects, int parallel) {
    public FetchLimits {
        if (maxBytes < 1 || timeout.isNegative() || timeout.isZero() || redirects < 0 || parallel < 1) {
            throw new IllegalArgumentException(
                    ("illegal limits for fetching: %d bytes, %s, %d redirects, %d in parallel; redirects may be 0, the "
                            + "others must be more").formatted(maxBytes, timeout, redirects, parallel));
        }
    }
}
