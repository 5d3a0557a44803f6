// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A session and how its rows are laid out. Output {@code scores}, float32 [N, labels]. Used on the device's thread only. */
final class OnnxGraph<R> implements AutoCloseable {
    static final String OUTPUT = "scores";

    private final OrtSession session;
    private final Rows<R> rows;

    OnnxGraph(OrtSession session, Rows<R> rows) {
        this.session = session;
        this.rows = rows;
    }

    @SuppressWarnings("unchecked") // Device queues rows only beside the graph they were made for.
    List<float[]> scoreUnchecked(List<?> batch) throws OrtException {
        return score((List<R>) batch);
    }

    private List<float[]> score(List<R> batch) throws OrtException {
        Map<String, OnnxTensor> inputs = rows.tensors(OrtEnvironment.getEnvironment(), batch);
        try (OrtSession.Result result = session.run(inputs)) {
            return Arrays.asList((float[][]) result.get(OUTPUT)
                    .orElseThrow(() -> new OrtException("the graph has no output '" + OUTPUT + "'")).getValue());
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
        }
    }
}
