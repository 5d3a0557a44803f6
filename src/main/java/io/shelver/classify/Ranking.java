// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Finds the first few of many labels without sorting the rest: every decision ranks all labels of the taxonomy. */
final class Ranking {

    /** A strict order of labels. */
    interface Order {
        boolean isBefore(int label, int other);
    }

    private Ranking() {
    }

    /**
     * @param most
     *            the number of labels to return, if there are as many
     * @param labels
     *            the number of labels to choose from; their indices are 0 to {@code labels - 1}
     * @return the indices of the first labels, in order
     */
    static IntStream first(int most, int labels, Order order) {
        int[] first = new int[Math.min(most, labels)];
        int found = 0;
        for (int label = 0; label < labels; label++) {
            int place = found;
            while (place > 0 && order.isBefore(label, first[place - 1])) {
                place--;
            }
            if (place < first.length) {
                System.arraycopy(first, place, first, place + 1, Math.min(found, first.length - 1) - place);
                first[place] = label;
                found = Math.min(found + 1, first.length);
            }
        }
        return Arrays.stream(first);
    }
}
