// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import java.util.ArrayList;
import java.util.List;

/** How rows of many lengths become runs of a graph. The graphs mask padding, so the choice changes no score. */
enum Batching {
    /** The rows of a run have nearly the same length, since a CPU computes the padding too. */
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
    /**
     * Shapes are powers of two. A GPU plans memory and kernels for each shape that it sees. So it sees few shapes, and
     * all of them before it serves.
     */
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
            // TensorRT rebuilds its engine for a shape outside the range that it has seen, so both ends come first.
            Bucket smallest = all.removeLast();
            all.add(Math.min(1, all.size()), smallest);
            return all;
        }
    };

    /**
     * The padded places that together cost about as much as one more run. Measured; anything from 16 to 64 does as
     * well.
     */
    private static final int WORTH_A_RUN = 32;
    private static final int SHORTEST = 16;

    /**
     * How many rows the next run takes.
     *
     * @param lengths
     *            the lengths of all rows, ascending
     * @param from
     *            the index of the first row that has not run
     * @param most
     *            the most rows of a run, at least 1
     * @param longest
     *            the length of the longest row that the graph takes
     */
    abstract int rows(int[] lengths, int from, int most, int longest);

    /**
     * The shape of a run.
     *
     * @param rows
     *            the number of its rows
     * @param length
     *            the length of the longest of them
     * @param longest
     *            the length of the longest row that the graph takes
     */
    abstract Bucket bucket(int rows, int length, int longest);

    /** Every possible shape, the largest and the smallest first; empty if there are too many to warm up. */
    abstract List<Bucket> all(int most, int longest);

    private static int length(int length, int longest) {
        return Math.min(longest, powerOfTwo(Math.max(SHORTEST, length)));
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }
}
