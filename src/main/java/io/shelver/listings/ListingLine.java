// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import io.shelver.catalog.Image;
import io.shelver.catalog.Label;
import io.shelver.catalog.Listing;
import java.util.List;

/** One line of a listings file that is not blank. */
public sealed interface ListingLine {

    /** Counted from 1, blank lines too. */
    long number();

    /**
     * A listing.
     *
     * @param truth
     *            its category paths where they are known, the first path first; else empty
     */
    record Read(long number, Listing listing, List<Label> truth) implements ListingLine {
        public Read {
            truth = List.copyOf(truth);
        }
    }

    /**
     * An object with the fields of a listing, and no legal listing.
     *
     * @param why
     *            for a person; names the line
     */
    record Illegal(long number, String listingId, String title, String description, Image image,
            String why) implements ListingLine {}

    /**
     * Something else.
     *
     * @param text
     *            the line itself
     * @param listingId
     *            as far as it can be read, else empty
     * @param why
     *            for a person; names the line
     */
    record Rejected(long number, String text, String listingId, String why) implements ListingLine {}
}
