// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.listings.ListingLine;
import io.shelver.listings.ListingReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads listings to measure with into memory, pictures inline, so that reading them is not measured. */
final class BenchListings {
    /** Enough listings that few texts and pictures repeat during a measurement. */
    private static final int MOST = 20_000;
    private static final long MOST_PICTURE_BYTES = 256L << 20;

    private BenchListings() {
    }

    /** The first listings of a file, as many as fit. */
    static List<Listing> read(ListingReader reader, UploadSource.Images images) throws IOException {
        List<Listing> listings = new ArrayList<>();
        long bytes = 0;
        for (Optional<ListingLine> line = reader.next(); line.isPresent() && listings.size() < MOST
                && bytes < MOST_PICTURE_BYTES; line = reader.next()) {
            if (line.get() instanceof ListingLine.Read read) {
                Listing listing = inline(read.listing(), images);
                listings.add(listing);
                bytes += listing.image() instanceof Image.Inline inline ? inline.encoded().length() : 0;
            }
        }
        if (listings.isEmpty()) {
            throw new IOException(
                    "there is no listing to measure with: the file of --listings is empty, or no line of it is a listing");
        }
        return listings;
    }

    /** A picture that is missing stays a link, as in {@link UploadSource}. */
    private static Listing inline(Listing listing, UploadSource.Images images) {
        if (!(listing.image() instanceof Image.Linked linked)) {
            return listing;
        }
        try {
            return new Listing(listing.id(), listing.title(), listing.description(), images.read(linked.reference()));
        } catch (UnreadableException e) {
            return listing;
        }
    }
}
