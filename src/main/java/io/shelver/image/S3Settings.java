// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where {@code s3://bucket/key} leads. Credentials are the AWS SDK's business: environment, profile, web identity, container or
 * instance.
 *
 * @param endpoint
 *            of a server that speaks S3; empty: that of AWS in the region
 * @param region
 *            empty: as the AWS SDK finds it
 * @param pathStyle
 *            whether the bucket stands in the path, not in the host name
 * @param buckets
 *            that links may name: the service may read more than sellers should
 */
public record S3Settings(Optional<URI> endpoint, Optional<String> region, boolean pathStyle, Set<String> buckets) {
    /** No bucket may be named. */
    public static final S3Settings NONE = new S3Settings(Optional.empty(), Optional.empty(), false, Set.of());

    private static final String BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

    public S3Settings {
        buckets = Set.copyOf(buckets);
        for (String bucket : buckets) {
            if (!bucket.matches(BUCKET)) {
                throw new IllegalArgumentException("'%s' is no name of a bucket".formatted(bucket));
            }
        }
    }
}
