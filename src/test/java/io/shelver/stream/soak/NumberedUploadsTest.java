// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumberedUploadsTest {

    static Stream<ClassifierProcess.Models> models() {
        return Stream.of(new SlowModels(), new TinyModels());
    }

    @ParameterizedTest
    @MethodSource("models")
    void modelsSendThemWhereTheyBelongAloneAndInBatches(ClassifierProcess.Models models) throws Exception {
        Classifier classifier = models.classifier();
        List<Long> listings = LongStream.range(1, 97).boxed().toList();

        for (int size : List.of(1, 7, 32)) {
            for (int from = 0; from + size <= listings.size(); from += size) {
                List<Long> batch = listings.subList(from, from + size);
                List<Decision> decisions = classifier
                        .classify(batch.stream().map(NumberedUploadsTest::listing).toList());
                assertThat(decisions).extracting(NumberedUploadsTest::door)
                        .containsExactlyElementsOf(batch.stream().map(NumberedUploads::door).toList());
            }
        }
    }

    private static Listing listing(long number) {
        try {
            ProductUploaded upload = SingleObjectFormat.ofThisRelease().readUpload("uploads",
                    NumberedUploads.value(number));
            return new Listing(upload.getListingId(), upload.getTitle(), "", new Image.None());
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Door door(Decision decision) {
        return switch (decision) {
            case Decision.Categorized categorized -> Door.CATEGORIES;
            case Decision.NeedsReview review -> Door.REVIEWS;
        };
    }
}
