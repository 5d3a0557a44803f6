// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

/** How pictures that come by link are fetched. */
public record LinkSettings(LinkRules rules, LinkHeaders headers, FetchLimits limits, CacheSettings cache,
        S3Settings s3) {
    public LinkSettings {
        if (rules.schemes().contains(Scheme.S3) && s3.buckets().isEmpty()) {
            throw new IllegalArgumentException("the scheme s3 is allowed, but no bucket: allow a bucket too");
        }
    }

    /** With no headers but the client's own. */
    public LinkSettings(LinkRules rules, FetchLimits limits, CacheSettings cache, S3Settings s3) {
        this(rules, LinkHeaders.NONE, limits, cache, s3);
    }
}
