// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtException;
import java.util.List;

/** Tells whether the device had no memory for a batch. ONNX Runtime has no error code for this. */
final class OutOfMemory {
    /** Parts of the messages of its arenas, of CUDA and its libraries, of TensorRT and of the C++ library. */
    private static final List<String> SIGNS = List.of("Failed to allocate memory", "BFCArena", "out of memory",
            "CUDA failure 2:", "ALLOC_FAILED", "OutOfMemory", "bad_alloc", "bad allocation");

    private OutOfMemory() {
    }

    static boolean isCauseOf(OrtException failure) {
        String message = String.valueOf(failure.getMessage());
        return SIGNS.stream().anyMatch(message::contains);
    }
}
