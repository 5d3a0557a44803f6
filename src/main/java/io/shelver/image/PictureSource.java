// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;

/** Where the bytes behind a link come from. Safe for many threads. */
interface PictureSource extends AutoCloseable {

    /**
     * @param link
     *            as it stands in the listing
     * @param deadline
     *            by which it has returned or thrown, give or take what a thread needs to wake up
     * @throws UnreadableException
     *             if there is no use in asking again
     * @throws NotNowException
     *             if there may be
     */
    Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException;

    @Override
    void close();
}
