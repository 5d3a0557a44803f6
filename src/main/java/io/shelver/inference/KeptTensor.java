// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A tensor in memory outside the heap that is used again for each run. For one thread at a time. */
final class KeptTensor implements AutoCloseable {
    private final OnnxJavaType type;
    private ByteBuffer memory = ByteBuffer.allocateDirect(0);
    private long[] shape = {};
    private @Nullable OnnxTensor tensor;

    KeptTensor(OnnxJavaType type) {
        this.type = type;
    }

    /** Gives the tensor a shape. If the shape changes, the content has no meaning any more. */
    OnnxTensor shaped(long... asked) throws OrtException {
        OnnxTensor current = tensor;
        if (current != null && Arrays.equals(shape, asked)) {
            return current;
        }
        close();
        int bytes = type.size;
        for (long side : asked) {
            bytes = Math.multiplyExact(bytes, Math.toIntExact(side));
        }
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        ByteBuffer part = memory.slice(0, bytes).order(ByteOrder.nativeOrder());
        current = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), part, asked, type);
        tensor = current;
        shape = asked.clone();
        return current;
    }

    /** All of its numbers, positioned at the first one, to read or to write. */
    ByteBuffer bytes() {
        int bytes = type.size;
        for (long side : shape) {
            bytes *= (int) side;
        }
        return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        if (tensor != null) {
            tensor.close();
            tensor = null;
        }
    }
}
