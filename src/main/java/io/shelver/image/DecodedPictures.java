// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Pictures that come as bytes, or as the name of one of the given files. */
public final class DecodedPictures implements Pictures {
    private final PictureDecoder decoder = new PictureDecoder();
    private final Optional<ImageFiles> files;

    private DecodedPictures(Optional<ImageFiles> files) {
        this.files = files;
    }

    /** For listings on disk: a link names one of the files. */
    public static DecodedPictures from(ImageFiles files) {
        return new DecodedPictures(Optional.of(files));
    }

    /** For uploads, if links are not followed. */
    public static DecodedPictures inlineOnly() {
        return new DecodedPictures(Optional.empty());
    }

    @Override
    public Reading start(List<Image> images, Duration budget) {
        return Pictures.oneByOne(this::read).start(images, budget);
    }

    private Content read(Image image) throws UnreadableException {
        return switch (image) {
            case Image.Inline inline -> new Content(inline.encoded(), decoder);
            case Image.Linked linked -> new Content(file(linked).encoded(), decoder);
            case Image.None none -> throw new UnreadableException("the listing has no picture");
        };
    }

    private Image.Inline file(Image.Linked linked) throws UnreadableException {
        return files.orElseThrow(() -> new UnreadableException("pictures by link are not fetched; send the bytes"))
                .read(linked.reference());
    }
}
