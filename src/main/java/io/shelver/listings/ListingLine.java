// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import io.shelver.catalog.Image;
import io.shelver.catalog.Label;
import io.shelver.catalog.Listing;
import java.util.List;

/** A line of a listings file that is not blank. */
public sealed interface ListingLine {

    /** The number of the line in its file, from 1; blank lines count. */
    long number();

    /**
     * A line that holds a listing.
     *
     * @param truth
     *            the correct category paths, the first path first; empty if unknown
     */
    record Read(long number, Listing listing, List<Label> truth) implements ListingLine {
        public Read {
            truth = List.copyOf(truth);
        }
    }

    /**
     * A line that holds the fields of a listing, but with values that a listing cannot have.
     *
     * @param why
     *            the cause, for a person, with the number of the line
     */
    record Illegal(long number, String listingId, String title, String description, Image image,
            String why) implements ListingLine {}

    /**
     * A line that does not hold the fields of a listing.
     *
     * @param text
     *            the whole line
     * @param listingId
     *            the listing's id; empty if it cannot be read
     * @param why
     *            the cause, for a person, with the number of the line
     */
    record Rejected(long number, String text, String listingId, String why) implements ListingLine {}
}
