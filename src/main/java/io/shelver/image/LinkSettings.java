// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

/** What becomes of pictures by link. */
public record LinkSettings(LinkRules rules, FetchLimits limits, CacheSettings cache, S3Settings s3) {
    public LinkSettings {
        if (rules.schemes().contains(Scheme.S3) && s3.buckets().isEmpty()) {
            throw new IllegalArgumentException("s3 is allowed, and no bucket is");
        }
    }
}
