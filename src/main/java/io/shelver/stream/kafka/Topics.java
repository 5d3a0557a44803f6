// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import io.shelver.classify.Door;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
/**
 * The topics and their limits.
 *
 * @param partitions
 *            the number of partitions of each topic when it is created, 1 or more; the service cannot have more busy threads than
 *            the uploads have partitions
 * @param replication
 *            the replication factor of each topic when it is created, 1 or more; {@value #BROKERS_REPLICATION} for the broker's
 *            default
 * @param maxUploadBytes
 *            the most bytes of an upload, key and headers included, before compression; {@value #MIN_UPLOAD_BYTES} to
 *            {@value #MAX_UPLOAD_BYTES}
 */
public record Topics(String uploads, String categories, String reviews, String deadLetters, int partitions,
        short replication, int maxUploadBytes) {
    public static final short BROKERS_REPLICATION = -1;
    /** The bytes that the review, the dead letter and the slot of an upload may have more than the upload. */
    static final int MARGIN_BYTES = 1 << 20;
    /** The least value of {@code maxUploadBytes}. */
    public static final int MIN_UPLOAD_BYTES = 64 << 10;
    /** The greatest value of {@code maxUploadBytes}. */
    public static final int MAX_UPLOAD_BYTES = 64 << 20;

    public Topics {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be 1 or more, not " + partitions);
        }
        if (replication < 1 && replication != BROKERS_REPLICATION) {
            throw new IllegalArgumentException("replication must be 1 or more, or -1, not " + replication);
        }
        if (maxUploadBytes < MIN_UPLOAD_BYTES || maxUploadBytes > MAX_UPLOAD_BYTES) {
            throw new IllegalArgumentException("maxUploadBytes must be %d to %d, not %d".formatted(MIN_UPLOAD_BYTES,
                    MAX_UPLOAD_BYTES, maxUploadBytes));
        }
    }

    public Topics withPartitions(int partitions) {
        return new Topics(uploads, categories, reviews, deadLetters, partitions, replication, maxUploadBytes);
    }

    /** The topic of a door. */
    public String of(Door door) {
        return switch (door) {
            case CATEGORIES -> categories;
            case REVIEWS -> reviews;
            case DEAD_LETTERS -> deadLetters;
        };
    }

    /** The topics of the doors, in the order of the doors, each once. */
    public List<String> ofDoors() {
        return Arrays.stream(Door.values()).map(this::of).distinct().toList();
    }

    /** The topic of the uploads and those of the doors, each once. */
    public List<String> names() {
        return Stream.concat(Stream.of(uploads), ofDoors().stream()).distinct().toList();
    }

    /** The most bytes of an outcome, of a dead letter and of a record in the changelog, and of a producer's request. */
    public int maxOutcomeBytes() {
        return maxUploadBytes + MARGIN_BYTES;
    }
}
