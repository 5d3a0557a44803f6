// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.FailureClass;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.EventId;
import io.shelver.stream.format.Keys;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.KeyFormat;
import io.shelver.stream.kafka.SourceRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Decides whether a record is an upload, and says why not. */
public final class Admission {
    /** The times that the languages of our readers can hold: the years 1 to 9999. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final EventFormat format;
    private final int maxUploadBytes;
    private final KeyFormat keys;

    /** With keys that are text. */
    public Admission(EventFormat format, int maxUploadBytes) {
        this(format, maxUploadBytes, KeyFormat.TEXT);
    }

    /**
     * @param maxUploadBytes
     *            the most bytes of a record
     * @param keys
     *            how keys hold the listing id
     */
    public Admission(EventFormat format, int maxUploadBytes, KeyFormat keys) {
        this.format = format;
        this.maxUploadBytes = maxUploadBytes;
        this.keys = keys;
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

    private Upload upload(SourceRecord source, byte[] key, ProductUploaded event) throws RefusedException {
        requireTime(event.getUploadedAt());
        Listing listing = listing(event);
        if (!Keys.holds(keys, key, listing.id())) {
            throw new RefusedException(FailureClass.KEY_MISMATCH, mismatch(key, listing.id()));
        }
        return new Upload(source, event, listing);
    }

    private String mismatch(byte[] key, String id) {
        return Keys.formatOf(key, id).map(
                seen -> "the record's key is the listing id as %1$s: set SHELVER_UPLOAD_KEYS=%1$s, then replay the upload"
                        .formatted(named(seen)))
                .orElse("the record's key is not the listing id"
                        + (keys == KeyFormat.TEXT ? "" : " as " + named(keys)));
    }

    private static String named(KeyFormat keys) {
        return keys.name().toLowerCase(Locale.ROOT);
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

    /** A time that readers cannot hold would break them: Python's datetime ends with the year 9999. */
    private static void requireTime(Instant time) throws RefusedException {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            String unit = Stream.of(Map.entry(1_000L, "microseconds"), Map.entry(1_000_000L, "nanoseconds"))
                    .filter(each -> isOfOurAge(Math.floorDiv(time.toEpochMilli(), each.getKey()))).findFirst()
                    .map(each -> ": it looks like %s, write milliseconds".formatted(each.getValue())).orElse("");
            throw new RefusedException(FailureClass.NOT_A_LISTING,
                    "uploaded_at is %,d ms since 1970, outside of the years 1 to 9999%s"
                            .formatted(time.toEpochMilli(), unit));
        }
    }

    private static boolean isOfOurAge(long millis) {
        int year = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).getYear();
        return year >= 1970 && year < 2200;
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
