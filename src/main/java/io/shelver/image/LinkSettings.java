// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.time.Duration;

/**
 * How pictures that come by link are fetched.
 *
 * @param patience
 *            how long an upload waits for a picture whose host asks for fewer requests; 0: the rest of its batch's time
 */
public record LinkSettings(LinkRules rules, LinkHeaders headers, FetchLimits limits, Duration patience,
        CacheSettings cache, S3Settings s3) {
    /** The default of the longest wait for a host that asks for fewer requests. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

    public LinkSettings {
        if (rules.schemes().contains(Scheme.S3) && s3.buckets().isEmpty()) {
            throw new IllegalArgumentException("the scheme s3 is allowed, but no bucket: allow a bucket too");
        }
    }

    /** With no headers but the client's own, and the usual patience. */
    public LinkSettings(LinkRules rules, FetchLimits limits, CacheSettings cache, S3Settings s3) {
        this(rules, LinkHeaders.NONE, limits, USUAL_PATIENCE, cache, s3);
    }
}
