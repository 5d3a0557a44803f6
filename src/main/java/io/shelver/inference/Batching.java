// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import java.util.ArrayList;
import java.util.List;

/** How rows of many lengths become runs of a graph. Padding is masked in the graphs, so the choice changes no score. */
enum Batching {
    /** Rows of a run are nearly as long, since a CPU computes the padding too. */
    TIGHT {
        @Override
        int rows(int[] lengths, int from, int most, int longest) {
            int padding = 0;
            int to = from + 1;
            while (to < lengths.length && to - from < most) {
                padding += (lengths[to] - lengths[to - 1]) * (to - from);
                if (padding > WORTH_A_RUN) {
                    break;
                }
                to++;
            }
            return to - from;
        }

        @Override
        Bucket bucket(int rows, int length, int longest) {
            return new Bucket(rows, length);
        }

        @Override
        List<Bucket> all(int most, int longest) {
            return List.of();
        }
    },
    /** Powers of two: a GPU plans memory and kernels for each shape that it sees, so it sees few, and all of them before it serves. */
    FIXED {
        @Override
        int rows(int[] lengths, int from, int most, int longest) {
            int length = length(lengths[from], longest);
            int to = from + 1;
            while (to < lengths.length && to - from < most && lengths[to] <= length) {
                to++;
            }
            return to - from;
        }

        @Override
        Bucket bucket(int rows, int length, int longest) {
            return new Bucket(powerOfTwo(rows), length(length, longest));
        }

        @Override
        List<Bucket> all(int most, int longest) {
            List<Bucket> all = new ArrayList<>();
            for (int rows = powerOfTwo(most); rows > 0; rows /= 2) {
                int length = length(longest, longest);
                all.add(new Bucket(rows, length));
                for (length = powerOfTwo(length) / 2; length >= SHORTEST; length /= 2) {
                    all.add(new Bucket(rows, length));
                }
            }
            // TensorRT builds an engine anew for whatever lies outside the shapes that it has seen.
            Bucket smallest = all.removeLast();
            all.add(Math.min(1, all.size()), smallest);
            return all;
        }
    };

    /** Padded places in all that cost about as much as one more run; measured, and anything from 16 to 64 is as good. */
    private static final int WORTH_A_RUN = 32;
    private static final int SHORTEST = 16;

    /**
     * How many rows the next run takes.
     *
     * @param lengths
     *            of all rows, ascending
     * @param from
     *            the first that has not been run
     * @param most
     *            rows that a run may have, 1 or more
     * @param longest
     *            row of the graph
     */
    abstract int rows(int[] lengths, int from, int most, int longest);

    /**
     * The shape that these rows are run in.
     *
     * @param length
     *            of the longest of them
     */
    abstract Bucket bucket(int rows, int length, int longest);

    /** Every shape there can be, the largest and the smallest first; none where they are too many to be warmed up. */
    abstract List<Bucket> all(int most, int longest);

    private static int length(int length, int longest) {
        return Math.min(longest, powerOfTwo(Math.max(SHORTEST, length)));
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }
}
