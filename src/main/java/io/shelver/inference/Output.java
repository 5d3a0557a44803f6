// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;

/**
 * An output of a graph, float32 [N, width]. ONNX Runtime writes it into memory that is used again for each batch. For
 * one thread at a time.
 */
final class Output implements AutoCloseable {
    private final String name;
    private final KeptTensor kept = new KeptTensor(OnnxJavaType.FLOAT);
    private int width;

    Output(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The numbers per row; 0 before {@link #learn}. */
    int width() {
        return width;
    }

    /** Takes the width from a result that ONNX Runtime allocated itself, since not every graph declares it. */
    void learn(OrtSession.Result result) throws OrtException {
        if (!(result.get(name).orElseThrow().getInfo() instanceof TensorInfo info) || info.getShape().length != 2) {
            throw new OrtException("the output '%s' is not a tensor of rows and columns".formatted(name));
        }
        width = Math.toIntExact(info.getShape()[1]);
    }

    /** The tensor for the next run to write its rows into. */
    OnnxTensor rows(int rows) throws OrtException {
        return kept.shaped(rows, width);
    }

    /** What the last run wrote, row by row. */
    FloatBuffer values() {
        return kept.bytes().asFloatBuffer();
    }

    @Override
    public void close() {
        kept.close();
    }
}
