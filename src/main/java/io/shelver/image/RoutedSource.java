// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;

/** Sends links to S3 to one source, and all other links to another. */
final class RoutedSource implements PictureSource {
    private final PictureSource s3;
    private final PictureSource http;

    RoutedSource(PictureSource s3, PictureSource http) {
        this.s3 = s3;
        this.http = http;
    }

    @Override
    public Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException {
        String text = Link.withoutBlanks(link);
        return (S3Source.isS3(text) ? s3 : http).fetch(text, deadline);
    }

    @Override
    public void close() {
        s3.close();
        http.close();
    }
}
