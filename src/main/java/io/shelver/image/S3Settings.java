// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where {@code s3://bucket/key} leads. The AWS SDK finds the credentials: in the environment, a profile, a web
 * identity, the container or the instance.
 *
 * @param endpoint
 *            the address of a server that speaks S3; empty: AWS in the region
 * @param region
 *            the region; empty: as the AWS SDK finds it
 * @param pathStyle
 *            whether the bucket is part of the path instead of the host name
 * @param buckets
 *            the buckets that links may name, since the service may read more than sellers should
 */
public record S3Settings(Optional<URI> endpoint, Optional<String> region, boolean pathStyle, Set<String> buckets) {
    /** Links may name no bucket. */
    public static final S3Settings NONE = new S3Settings(Optional.empty(), Optional.empty(), false, Set.of());

    private static final String BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

    public S3Settings {
        buckets = Set.copyOf(buckets);
        for (String bucket : buckets) {
            if (!bucket.matches(BUCKET)) {
                throw new IllegalArgumentException(
                        "'%s' is not a bucket name: use 3 to 63 lower-case letters, digits, dots and hyphens"
                                .formatted(bucket));
            }
        }
    }
}
