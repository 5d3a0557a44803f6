// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.util.Locale;
import java.util.Objects;

/**
 * One product as its seller describes it: a title, a description and an image, of which one or two may be absent.
 *
 * @param id
 *            the id that the marketplace gave the listing, 1 to {@value #MAX_ID_LENGTH} characters, not blank
 * @param title
 *            the title, up to {@value #MAX_TITLE_LENGTH} characters; blank if absent
 * @param description
 *            the description, up to {@value #MAX_DESCRIPTION_LENGTH} characters; blank if absent
 * @param image
 *            the picture or a link to it; {@link Image.None} if absent
 */
public record Listing(String id, String title, String description, Image image) {
    public static final int MAX_ID_LENGTH = 256;
    public static final int MAX_TITLE_LENGTH = 10_000;
    public static final int MAX_DESCRIPTION_LENGTH = 200_000;

    public Listing {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(image, "image");
        if (id.isBlank()) {
            throw new IllegalArgumentException("the listing id is blank");
        }
        atMost(MAX_ID_LENGTH, "listing id", id);
        atMost(MAX_TITLE_LENGTH, "title", title);
        atMost(MAX_DESCRIPTION_LENGTH, "description", description);
        if (title.isBlank() && description.isBlank() && image instanceof Image.None) {
            throw new IllegalArgumentException("a listing needs a title, a description or an image, and this has none");
        }
    }

    public boolean has(Part part) {
        return switch (part) {
            case TITLE -> !title.isBlank();
            case DESCRIPTION -> !description.isBlank();
            case IMAGE -> !(image instanceof Image.None);
        };
    }

    private static void atMost(int limit, String part, String value) {
        if (value.length() > limit) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "the %s has %,d characters, at most %,d are allowed", part,
                            value.length(), limit));
        }
    }
}
