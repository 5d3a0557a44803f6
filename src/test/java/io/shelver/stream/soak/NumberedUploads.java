// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.titled;
import static io.shelver.testing.Uploads.utf8;

import io.shelver.classify.Door;
import io.shelver.stream.Delivery;

/**
 * Numbered uploads, some for each door, of some five hundred listings; a third are of five listings that change again and
 * again, so that batches hold several uploads of a key. Both the models of {@link SlowModels} and the tiny bundle decide them so.
 */
final class NumberedUploads {
    private static final int LISTINGS = 503;
    private static final int BUSY_LISTINGS = 5;
    private static final String SURE = "Ardmoor sturdy frying pan";
    private static final String UNSURE = "unsure boots";

    private NumberedUploads() {
    }

    static String key(long number) {
        return "listing-" + number % (number % 3 == 0 ? BUSY_LISTINGS : LISTINGS);
    }

    static byte[] value(long number) {
        String key = key(number);
        return switch (door(number)) {
            case CATEGORIES -> bytes(titled(key, SURE));
            case REVIEWS -> bytes(titled(key, UNSURE));
            case DEAD_LETTERS -> utf8("not Avro");
        };
    }

    static Door door(long number) {
        if (number % 97 == 0) {
            return Door.DEAD_LETTERS;
        }
        return number % 10 == 1 ? Door.REVIEWS : Door.CATEGORIES;
    }

    /** Whether an upload left by its own door and under its own key. */
    static boolean isOf(Delivery delivery) {
        return delivery.door() == door(delivery.number()) && delivery.key().equals(key(delivery.number()));
    }
}
