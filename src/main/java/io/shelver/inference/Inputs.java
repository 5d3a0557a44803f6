// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The inputs of a graph. Their memory is used again for each batch. For one thread at a time. */
final class Inputs implements AutoCloseable {
    private final Map<String, KeptTensor> kept = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    LongBuffer longs(String name, long... shape) throws OrtException {
        return memory(name, OnnxJavaType.INT64, shape).asLongBuffer();
    }

    FloatBuffer floats(String name, long... shape) throws OrtException {
        return memory(name, OnnxJavaType.FLOAT, shape).asFloatBuffer();
    }

    ByteBuffer bytes(String name, long... shape) throws OrtException {
        return memory(name, OnnxJavaType.UINT8, shape);
    }

    private ByteBuffer memory(String name, OnnxJavaType type, long... shape) throws OrtException {
        KeptTensor tensor = kept.computeIfAbsent(name, first -> new KeptTensor(type));
        tensors.put(name, tensor.shaped(shape));
        return tensor.bytes();
    }

    /** The tensors that were asked for last, by name of the input. */
    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        kept.values().forEach(KeptTensor::close);
    }
}
