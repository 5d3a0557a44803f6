// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static io.shelver.testing.Uploads.bytes;
import static io.shelver.testing.Uploads.upload;
import static io.shelver.testing.Uploads.utf8;

import io.shelver.stream.UploadFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * What comes in while a deployment is measured: listings with a picture by link, or without one.
 *
 * @param perSecond
 *            uploads; 0 if so many come that {@code backlog} of them always wait
 * @param backlog
 *            the fewest uploads that wait
 * @param pictures
 *            where the pictures are; null if there are none
 */
record Load(int perSecond, int backlog, @Nullable String pictures) {
    private static final int KEYS_OF_A_PARTITION = 32;
    /** Of one partition after the other, so that none of them waits longer than another for its next upload. */
    private static final List<String> KEYS = keys();

    static Load trickle(int perSecond, @Nullable String pictures) {
        return new Load(perSecond, 0, pictures);
    }

    static Load backlog(int uploads, @Nullable String pictures) {
        return new Load(0, uploads, pictures);
    }

    private static List<String> keys() {
        List<Deque<String>> found = Stream.generate(() -> (Deque<String>) new ArrayDeque<String>())
                .limit(Deployment.PARTITIONS).toList();
        for (int i = 0; found.stream().anyMatch(keys -> keys.size() < KEYS_OF_A_PARTITION); i++) {
            String key = "listing-" + i;
            found.get(BuiltInPartitioner.partitionForKey(utf8(key), Deployment.PARTITIONS)).add(key);
        }
        return IntStream.range(0, KEYS_OF_A_PARTITION * Deployment.PARTITIONS)
                .mapToObj(number -> found.get(number % Deployment.PARTITIONS).remove()).toList();
    }

    static String key(long number) {
        return KEYS.get((int) (number % KEYS.size()));
    }

    /** How many are to be sent now. */
    long due(Instant since, long sentSince, long waiting) {
        return perSecond > 0
                ? Duration.between(since, Instant.now()).toMillis() * perSecond / 1000 - sentSince
                : backlog - waiting;
    }

    void send(UploadFeed feed) {
        long number = feed.count();
        var listing = upload(key(number)).setTitle("Ardmoor sturdy frying pan").setUploadedAt(Instant.now());
        if (pictures != null) {
            // No link comes twice, so none is in a cache.
            listing.setImage(pictures + number);
        }
        feed.send(utf8(key(number)), bytes(listing.build()));
    }

    @Override
    public String toString() {
        return (perSecond > 0 ? "%d uploads a second" : "a backlog of %,d uploads")
                .formatted(Math.max(perSecond, backlog));
    }
}
