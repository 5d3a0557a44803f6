// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

/**
 * The shape of one run of a graph.
 *
 * @param rows
 *            as many as are run or more, 1 or more
 * @param length
 *            to which rows are padded, 1 or more
 */
record Bucket(int rows, int length) {
    Bucket {
        if (rows < 1 || length < 1) {
            throw new IllegalArgumentException("a bucket has rows and a length, not %d x %d".formatted(rows, length));
        }
    }
}
