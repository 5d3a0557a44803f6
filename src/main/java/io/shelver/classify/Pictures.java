// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;

/** Turns the image of a listing into pixels. */
public interface Pictures {

    /**
     * @throws UnreadableException
     *             if there is no way to see this picture; the message tells a person why
     */
    Pixels read(Image image) throws UnreadableException;

    /** A picture that cannot be fetched or decoded. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        public UnreadableException(String message) {
            super(message);
        }
    }
}
