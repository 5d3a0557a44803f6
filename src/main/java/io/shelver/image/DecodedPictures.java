// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Pictures;

/** Pictures that come as bytes, or as the name of a file among the given ones. */
public final class DecodedPictures implements Pictures {
    private final PictureDecoder decoder = new PictureDecoder();
    private final ImageFiles files;

    public DecodedPictures(ImageFiles files) {
        this.files = files;
    }

    /** For uploads: a link is not followed. */
    public static DecodedPictures inlineOnly() {
        return new DecodedPictures(ImageFiles.none());
    }

    @Override
    public Pixels read(Image image) throws UnreadableException {
        return switch (image) {
            case Image.Inline inline -> decoder.decode(inline.encoded().open());
            case Image.Linked linked -> decoder.decode(files.read(linked.reference()).encoded().open());
            case Image.None none -> throw new UnreadableException("there is no picture");
        };
    }
}
