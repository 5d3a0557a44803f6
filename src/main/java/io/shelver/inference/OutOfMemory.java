// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtException;
import java.util.List;

/** Whether the device had no memory for a batch; ONNX Runtime has no code of its own for it. */
final class OutOfMemory {
    /** What its arenas, CUDA and its libraries, TensorRT and the C++ library say. */
    private static final List<String> SIGNS = List.of("Failed to allocate memory", "BFCArena", "out of memory",
            "CUDA failure 2:", "ALLOC_FAILED", "OutOfMemory", "bad_alloc", "bad allocation");

    private OutOfMemory() {
    }

    static boolean isCauseOf(OrtException failure) {
        String message = String.valueOf(failure.getMessage());
        return SIGNS.stream().anyMatch(message::contains);
    }
}
