// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.stream.Delivery;

import java.util.List;
import java.util.function.Predicate;

/**
 * What is wrong with the deliveries of a feed whose uploads are numbered from 0. Order is that of a key behind one door: Kafka
 * orders the records of a partition, and nothing orders those of two topics, so a reader of two doors must compare revisions.
 *
 * @param lost
 *            numbers that left by no door
 * @param repeated
 *            numbers that left more than once, by whatever doors, once for each time too many
 * @param misplaced
 *            numbers that left, by the same door, after a later upload of the same key
 * @param strange
 *            numbers that left by another door or under another key than they should, or that nobody sent
 */
public record Audit(List<Long> lost, List<Long> repeated, List<Long> misplaced, List<Long> strange) {
    public Audit {
        lost = List.copyOf(lost);
        repeated = List.copyOf(repeated);
        misplaced = List.copyOf(misplaced);
        strange = List.copyOf(strange);
    }

    /** By whatever door and under whatever key. */
    public static Audit of(List<Delivery> deliveries, int uploads) {
        return of(deliveries, uploads, delivery -> true);
    }

    static Audit of(List<Delivery> deliveries, int uploads, Predicate<Delivery> isOf) {
        Ledger ledger = new Ledger(uploads, isOf);
        deliveries.forEach(ledger::add);
        return ledger.audit();
    }

    public boolean isClean() {
        return lost.isEmpty() && repeated.isEmpty() && misplaced.isEmpty() && strange.isEmpty();
    }

    @Override
    public String toString() {
        return "%,d lost, %,d repeated, %,d out of order, %,d by a wrong door or key".formatted(lost.size(),
                repeated.size(), misplaced.size(), strange.size());
    }
}
