// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;

/** Fetches the bytes that a link leads to. Safe for many threads. */
interface PictureSource extends AutoCloseable {

    /**
     * @param link
     *            the link as the listing gives it
     * @param deadline
     *            the moment by which the call returns or throws, apart from the time that a thread needs to wake up
     * @throws UnreadableException
     *             if another attempt is useless
     * @throws NotNowException
     *             if another attempt may succeed
     */
    Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException;

    @Override
    void close();
}
