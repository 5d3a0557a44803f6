// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoutedSourceTest {
    private static final Image.Encoded PICTURE = Image.Encoded.of(new byte[]{1});

    private final FakeSource s3 = new FakeSource((link, deadline) -> PICTURE);
    private final FakeSource http = new FakeSource((link, deadline) -> PICTURE);
    private final RoutedSource routed = new RoutedSource(s3, http);

    @Test
    void blanksAroundALinkDoNotChangeItsWay() throws Exception {
        for (String link : new String[]{" s3://photos/a b.png\n", "\u00a0S3://photos/a b.png", " https://a.example/"}) {
            routed.fetch(link, Deadline.in(Duration.ofSeconds(1)));
        }

        assertThat(s3.asked()).containsExactly("s3://photos/a b.png", "S3://photos/a b.png");
        assertThat(http.asked()).containsExactly("https://a.example/");
    }
}
