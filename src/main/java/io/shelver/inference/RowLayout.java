// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtException;
import java.util.List;

/** Lays out rows of one kind as the inputs of a graph. */
interface RowLayout<R> {

    /** The length of a row, if the rows of a batch are padded to one length; else 1. */
    default int length(R row) {
        return 1;
    }

    /** The length of the longest possible row. */
    default int longest() {
        return 1;
    }

    /** An empty row of this length, to warm up with. */
    R blank(int length);

    /**
     * Fills the inputs with the rows, each padded to the length of the bucket. After them, up to the rows of the
     * bucket, the memory still holds an earlier batch. That does not matter: nobody reads those answers.
     */
    void put(List<R> rows, Bucket bucket, Inputs inputs) throws OrtException;
}
