// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with the deliveries of a feed whose uploads are numbered from 0.
 *
 * @param lost
 *            numbers that left by no door
 * @param repeated
 *            numbers that left more than once, once for each time too many
 * @param misplaced
 *            numbers that left, by the same door, after a later upload of the same key
 */
record Audit(List<Long> lost, List<Long> repeated, List<Long> misplaced) {

    /** @param deliveries those of one key in the order in which a reader found them */
    static Audit of(List<Delivery> deliveries, long uploads) {
        Set<Long> seen = new HashSet<>();
        List<Long> repeated = new ArrayList<>();
        List<Long> misplaced = new ArrayList<>();
        Map<List<Object>, Long> latest = new HashMap<>();
        for (Delivery delivery : deliveries) {
            if (!seen.add(delivery.number())) {
                repeated.add(delivery.number());
            } else if (latest.merge(List.of(delivery.door(), delivery.key()), delivery.number(), Math::max) > delivery
                    .number()) {
                misplaced.add(delivery.number());
            }
        }
        List<Long> lost = new ArrayList<>();
        for (long number = 0; number < uploads; number++) {
            if (!seen.contains(number)) {
                lost.add(number);
            }
        }
        return new Audit(lost, repeated, misplaced);
    }

    boolean isClean() {
        return lost.isEmpty() && repeated.isEmpty() && misplaced.isEmpty();
    }

    @Override
    public String toString() {
        return "%d lost, %d repeated, %d out of order".formatted(lost.size(), repeated.size(), misplaced.size());
    }
}
