// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.catalog.Label;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingReaderTest {

    @Test
    void aLineBecomesAListingWithItsTruth() throws Exception {
        ListingLine line = read(
                """
                        {"listing_id":"a","title":"Red tee","description":null,"image":"a.jpg","categories":[["Apparel","Tees"],["Men"]],"more":1}
                        """)
                .getFirst();

        ListingLine.Read read = (ListingLine.Read) line;
        assertThat(read.listing().title()).isEqualTo("Red tee");
        assertThat(read.listing().description()).isEmpty();
        assertThat(read.listing().image()).isEqualTo(new Image.Linked("a.jpg"));
        assertThat(read.truth()).containsExactly(Label.of("Apparel", "Tees"), Label.of("Men"));
    }

    @Test
    void blankLinesAreCountedAndPassedOver() throws Exception {
        List<ListingLine> lines = read("\n  \n{\"listing_id\":\"a\",\"title\":\"t\"}\n");

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().number()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nonsense                                             |   | line 1 is not JSON
            [1, 2]                                               |   | line 1 is not a JSON object
            {"title":"t"}                                        |   | the listing id is blank
            {"listing_id":"a"}                                   | a | needs a title, a description or an image
            {"listing_id":"a","title":7}                         | a | title must be a string, not number
            {"listing_id":"a","title":"cut                       | a | line 1 is not JSON
            {"listing_id":"a","title":"t","categories":"Shoes"}  | a | categories must be a list of paths
            {"listing_id":"a","title":"t"} {"listing_id":"b"}    | a | line 1 is not JSON
            {"listing_id":"a","title":"t","categories":["Shoes"]} | a | categories must be a list of paths, each a list
            {"listing_id":"a","title":"t","categories":[["Shoes",7]]} | a | categories must be a list of paths, each a list
            {"listing_id":1.0,"title":"t"}                       |   | listing_id must be a string or a whole number
            {"listing_id":1e3,"title":"t"}                       |   | listing_id must be a string or a whole number
            {"listing_id":true,"title":"t"}                      |   | listing_id must be a string, not boolean
            {"listing_id":17,"title":7}                          | 17 | title must be a string, not number
            """)
    void whatIsNoListingIsRejectedWithItsLineAndItsId(String text, String id, String why) throws Exception {
        Outcome outcome = refused(read(text).getFirst());

        assertThat(outcome.listingId()).isEqualTo(id == null ? "" : id);
        assertThat(outcome.reasons().getFirst()).contains(why).contains("line 1");
    }

    @Test
    void theReaderGoesOnBehindABadLine() throws Exception {
        List<ListingLine> lines = read("nonsense\n{\"listing_id\":\"a\",\"title\":\"t\"}\n");

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).isInstanceOf(ListingLine.Read.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "0", "-5", "12345678901234567890123456789"})
    void aWholeNumberIsAnId(String id) throws Exception {
        ListingLine.Read line = (ListingLine.Read) read("{\"listing_id\":%s,\"title\":\"t\"}".formatted(id))
                .getFirst();

        assertThat(line.listing().id()).isEqualTo(id);
    }

    @Test
    void aPictureMayStandInTheLine() throws Exception {
        ListingLine.Read line = (ListingLine.Read) read(
                "{\"listing_id\":\"a\",\"image\":\"data:image/png;base64,AAEC\"}").getFirst();

        assertThat(((Image.Inline) line.listing().image()).encoded().bytes()).containsExactly(0, 1, 2);
    }

    @Test
    void aTitleOfTenMegabytesIsRejected() throws Exception {
        Outcome outcome = refused(
                read("{\"listing_id\":\"a\",\"title\":\"" + "x".repeat(10_000_000) + "\"}").getFirst());

        assertThat(outcome.reasons()).containsExactly(
                "NOT_A_LISTING: line 1: the title has 10,000,000 characters, at most 10,000 are allowed");
    }

    private static Outcome refused(ListingLine line) {
        return switch (line) {
            case ListingLine.Read read ->
                throw new AssertionError("line " + read.number() + " was taken for a listing");
            case ListingLine.Illegal illegal -> Outcome.refused(illegal.listingId(), illegal.why());
            case ListingLine.Rejected rejected -> Outcome.refused(rejected.listingId(), rejected.why());
        };
    }

    private static List<ListingLine> read(String text) throws IOException {
        List<ListingLine> lines = new ArrayList<>();
        try (ListingReader reader = ListingReader
                .from(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (Optional<ListingLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }
}
