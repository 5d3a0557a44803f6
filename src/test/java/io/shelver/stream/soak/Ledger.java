// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.classify.Door;
import io.shelver.stream.Delivery;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Takes down deliveries one by one, and little of each, so that millions fit: whether a number came, and for each key and door the
 * latest that did.
 */
final class Ledger {
    private static final int DOORS = Door.values().length;

    private final int uploads;
    private final Predicate<Delivery> isOf;
    private final BitSet seen;
    private final Map<String, int[]> latest = new HashMap<>();
    private final long[] byDoor = new long[DOORS];
    private final List<Long> repeated = new ArrayList<>();
    private final List<Long> misplaced = new ArrayList<>();
    private final List<Long> strange = new ArrayList<>();

    /**
     * @param uploads
     *            numbered from 0
     * @param isOf
     *            whether a delivery is what should become of its upload
     */
    Ledger(int uploads, Predicate<Delivery> isOf) {
        this.uploads = uploads;
        this.isOf = isOf;
        this.seen = new BitSet(uploads);
    }

    /** Of one key and door in the order in which a reader found them. */
    void add(Delivery delivery) {
        byDoor[delivery.door().ordinal()]++;
        long number = delivery.number();
        if (number < 0 || number >= uploads) {
            strange.add(number);
            return;
        }
        if (!isOf.test(delivery)) {
            strange.add(number);
        }
        if (seen.get((int) number)) {
            repeated.add(number);
            return;
        }
        seen.set((int) number);
        int[] before = latest.computeIfAbsent(delivery.key(), key -> new int[DOORS]);
        int door = delivery.door().ordinal();
        if (before[door] > number) {
            misplaced.add(number);
        }
        before[door] = (int) Math.max(before[door], number);
    }

    /** How many records stood behind a door. */
    long behind(Door door) {
        return byDoor[door.ordinal()];
    }

    Audit audit() {
        return audit(uploads);
    }

    /**
     * @param sent
     *            how many of the uploads were sent
     */
    Audit audit(int sent) {
        List<Long> lost = new ArrayList<>();
        for (int number = seen.nextClearBit(0); number < sent; number = seen.nextClearBit(number + 1)) {
            lost.add((long) number);
        }
        return new Audit(lost, repeated, misplaced, strange);
    }
}
