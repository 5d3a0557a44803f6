// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

/**
 * The topics and their limits.
 *
 * @param partitions
 *            of each topic when it is created, 1 or more; the uploads' bound how far the service scales
 * @param replication
 *            of each topic when it is created, 1 or more, or {@value #BROKERS_REPLICATION} for the broker's default
 * @param maxUploadBytes
 *            the most bytes an upload may have, key and headers included and before compression; 64 KiB to 64 MiB
 */
public record Topics(String uploads, String categories, String reviews, String deadLetters, int partitions,
        short replication, int maxUploadBytes) {
    public static final short BROKERS_REPLICATION = -1;
    /** How much larger than an upload its review, its dead letter and its slot may be. */
    public static final int MARGIN_BYTES = 1 << 20;
    /** The largest value that the uploads' own limit may have. */
    public static final int MAX_UPLOAD_BYTES = 64 << 20;

    public Topics {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be 1 or more, not " + partitions);
        }
        if (replication < 1 && replication != BROKERS_REPLICATION) {
            throw new IllegalArgumentException("replication must be 1 or more, or -1, not " + replication);
        }
        if (maxUploadBytes < 64 << 10 || maxUploadBytes > MAX_UPLOAD_BYTES) {
            throw new IllegalArgumentException("maxUploadBytes must be 65536 to 67108864, not " + maxUploadBytes);
        }
    }

    public Topics withPartitions(int partitions) {
        return new Topics(uploads, categories, reviews, deadLetters, partitions, replication, maxUploadBytes);
    }

    /** The limit of every topic behind the uploads: outcomes, dead letters, the change log; and of a producer's request. */
    public int maxOutcomeBytes() {
        return maxUploadBytes + MARGIN_BYTES;
    }
}
