// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.FailureClass;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.EventId;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Decides whether a record is an upload, and says why not. */
public final class Admission {
    private final EventFormat format;
    private final int maxUploadBytes;

    public Admission(EventFormat format, int maxUploadBytes) {
        this.format = format;
        this.maxUploadBytes = maxUploadBytes;
    }

    public Upload admit(SourceRecord source) throws RefusedException {
        if (source.bytes() > maxUploadBytes) {
            throw new RefusedException(FailureClass.UPLOAD_TOO_LARGE,
                    "the upload has %,d bytes, at most %,d are allowed".formatted(source.bytes(), maxUploadBytes));
        }
        return read(source);
    }

    /** As {@link #admit}, whatever the size: the limit may have been lowered while an admitted upload waited. */
    Upload read(SourceRecord source) throws RefusedException {
        byte[] value = source.value();
        byte[] key = source.key();
        if (value == null) {
            throw new RefusedException(FailureClass.NULL_VALUE, "the record has no value");
        }
        if (key == null) {
            throw new RefusedException(FailureClass.NULL_KEY, "the record has no key; it should be the listing id");
        }
        ProductUploaded event = format.readUpload(source.at().topic(), value);
        try {
            return upload(source, key, event);
        } catch (RefusedException e) {
            throw e.named(EventId.of(event, source));
        }
    }

    private static Upload upload(SourceRecord source, byte[] key, ProductUploaded event) throws RefusedException {
        Listing listing = listing(event);
        if (!Arrays.equals(key, event.getListingId().getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedException(FailureClass.KEY_MISMATCH, "the record's key is not the listing id");
        }
        return new Upload(source, event, listing);
    }

    private static Listing listing(ProductUploaded event) throws RefusedException {
        String uploadId = event.getUploadId();
        if (uploadId != null && !EventId.isLegal(uploadId)) {
            throw new RefusedException(FailureClass.NOT_A_LISTING, "the upload_id has %,d characters, not 1 to %d"
                    .formatted(uploadId.length(), EventId.MAX_UPLOAD_ID_LENGTH));
        }
        requireFewCategories(event.getSellerCategories());
        String description = event.getDescription();
        try {
            return new Listing(event.getListingId(), event.getTitle(), description == null ? "" : description,
                    image(event));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(FailureClass.NOT_A_LISTING, String.valueOf(e.getMessage()));
        }
    }

    /** Avro limits each block of a list, and an outcome writes the whole list as one block, which readers would reject. */
    private static void requireFewCategories(List<List<String>> categories) throws RefusedException {
        if (categories.size() > SingleObjectFormat.MAX_ITEMS) {
            throw new RefusedException(FailureClass.NOT_A_LISTING,
                    "the seller chose %,d categories, at most %,d are allowed".formatted(categories.size(),
                            SingleObjectFormat.MAX_ITEMS));
        }
    }

    private static Image image(ProductUploaded event) {
        Object image = event.getImage();
        if (image instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Image.of(bytes);
        }
        return image instanceof CharSequence uri ? Image.at(uri.toString()) : new Image.None();
    }
}
