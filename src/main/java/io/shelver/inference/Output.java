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
 * An output of a graph, float32 [N, width], which ONNX Runtime writes into memory that is kept from batch to batch. For one
 * thread at a time.
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

    /** How many numbers a row has; 0 until {@link #learn} was told. */
    int width() {
        return width;
    }

    /** Takes the width from a result that ONNX Runtime made by itself: not every graph says it. */
    void learn(OrtSession.Result result) throws OrtException {
        if (!(result.get(name).orElseThrow().getInfo() instanceof TensorInfo info) || info.getShape().length != 2) {
            throw new OrtException("the output '%s' is no tensor of rows and columns".formatted(name));
        }
        width = Math.toIntExact(info.getShape()[1]);
    }

    /** Where the next run shall write so many rows. */
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
