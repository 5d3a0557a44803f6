// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

/**
 * The shape of one run of a graph.
 *
 * @param rows
 *            the number of rows with those that pad the run, at least 1
 * @param length
 *            the length that each row is padded to, at least 1
 */
record Bucket(int rows, int length) {
    Bucket {
        if (rows < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "rows and length of a bucket must be 1 or more, not %d x %d".formatted(rows, length));
        }
    }
}
