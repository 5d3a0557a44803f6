// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final Image NO_IMAGE = new Image.None();

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aBlankIdIsRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Listing(id, "Shirt", "", NO_IMAGE))
                .withMessageContaining("listing id");
    }

    @Test
    void aListingWithNothingInItIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Listing("1", " ", "\n", NO_IMAGE))
                .withMessageContaining("title, a description or an image");
    }

    @Test
    void aTitleAloneIsEnough() {
        assertThatNoException().isThrownBy(() -> new Listing("1", "Shirt", "", NO_IMAGE));
    }

    @Test
    void aDescriptionAloneIsEnough() {
        assertThatNoException().isThrownBy(() -> new Listing("1", "", "A shirt", NO_IMAGE));
    }

    @Test
    void anImageAloneIsEnough() {
        assertThatNoException().isThrownBy(() -> new Listing("1", "", "", new Image.Linked("shirt.jpg")));
    }

    @Test
    void theLongestPartsAreAllowed() {
        Listing listing = new Listing("i".repeat(Listing.MAX_ID_LENGTH), "t".repeat(Listing.MAX_TITLE_LENGTH),
                "d".repeat(Listing.MAX_DESCRIPTION_LENGTH), NO_IMAGE);

        assertThat(listing.title()).hasSize(Listing.MAX_TITLE_LENGTH);
    }

    @Test
    void aTooLongIdIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Listing("i".repeat(Listing.MAX_ID_LENGTH + 1), "Shirt", "", NO_IMAGE))
                .withMessage("the listing id has 257 characters, at most 256 are allowed");
    }

    @Test
    void aTooLongTitleIsRefusedWithoutBeingShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Listing("1", "t".repeat(Listing.MAX_TITLE_LENGTH + 1), "", NO_IMAGE))
                .withMessage("the title has 10,001 characters, at most 10,000 are allowed");
    }

    @Test
    void aTooLongDescriptionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Listing("1", "", "d".repeat(Listing.MAX_DESCRIPTION_LENGTH + 1), NO_IMAGE))
                .withMessage("the description has 200,001 characters, at most 200,000 are allowed");
    }

    @Test
    void theMessageIsTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Listing("1", "t".repeat(Listing.MAX_TITLE_LENGTH + 1), "", NO_IMAGE))
                    .withMessageContaining("10,001");
        } finally {
            Locale.setDefault(before);
        }
    }
}
