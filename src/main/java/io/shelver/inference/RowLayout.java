// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtException;
import java.util.List;

/** Lays rows of one kind out as the inputs of a graph. */
interface RowLayout<R> {

    /** How long a row is, where rows of one batch are padded to one length; else 1. */
    default int length(R row) {
        return 1;
    }

    /** The longest row there is. */
    default int longest() {
        return 1;
    }

    /** A row of this length with nothing in it, to warm up with. */
    R blank(int length);

    /**
     * Fills the inputs with the rows, each padded to the length of the bucket. What stands behind them, up to the rows of the
     * bucket, is of no matter: nobody reads the answers. The memory still holds what an earlier batch wrote.
     */
    void put(List<R> rows, Bucket bucket, Inputs inputs) throws OrtException;
}
