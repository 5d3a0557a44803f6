// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session and how its rows are laid out. Output {@code scores}, float32 [N, labels], and for a fusion that reads them
 * {@code features}, float32 [N, F]. Runs on the device's thread only.
 */
final class OnnxGraph<R> implements AutoCloseable {
    private static final String SCORES = "scores";
    private static final String FEATURES = "features";

    private final OrtSession session;
    private final Path file;
    private final Rows<R> rows;
    private final List<FeatureInput> readers;
    private final Set<String> outputs;
    private final ModelListener listener;

    /**
     * @param readers
     *            of its features; without any these are not even computed
     */
    OnnxGraph(OrtSession session, Path file, Rows<R> rows, List<FeatureInput> readers, ModelListener listener) {
        this.session = session;
        this.file = file;
        this.rows = rows;
        this.readers = List.copyOf(readers);
        this.outputs = readers.isEmpty() ? Set.of(SCORES) : Set.of(SCORES, FEATURES);
        this.listener = listener;
    }

    ModelListener listener() {
        return listener;
    }

    /** Input name to shape, -1 where it is free. */
    Map<String, long[]> inputs() throws OrtException {
        return shapes(session.getInputInfo().values());
    }

    /**
     * @throws ModelException
     *             if the graph does not give what it will be asked for
     */
    void requireOutputs() throws OrtException {
        Map<String, long[]> given = shapes(session.getOutputInfo().values());
        if (!given.containsKey(SCORES)) {
            throw new ModelException("%s has no output '%s': export the bundle again".formatted(file, SCORES));
        }
        for (FeatureInput reader : readers) {
            long[] shape = given.get(FEATURES);
            if (shape == null) {
                throw new ModelException("%s has an input '%s', and %s has no output '%s': export the bundle again"
                        .formatted(reader.fusion(), reader.name(), file, FEATURES));
            }
            if (shape.length != 2 || shape[1] != -1 && shape[1] != reader.width()) {
                throw new ModelException(
                        "the input '%s' of %s reads %d features of each listing, and %s does not give [N, %d]: export the bundle again"
                                .formatted(reader.name(), reader.fusion(), reader.width(), file, reader.width()));
            }
        }
    }

    static Map<String, long[]> shapes(Collection<NodeInfo> nodes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (NodeInfo node : nodes) {
            shapes.put(node.getName(), node.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0]);
        }
        return shapes;
    }

    @SuppressWarnings("unchecked") // Device queues rows only beside the graph they were made for.
    List<Answer> answerUnchecked(List<?> batch) throws OrtException {
        return answer((List<R>) batch);
    }

    private List<Answer> answer(List<R> batch) throws OrtException {
        Map<String, OnnxTensor> inputs = rows.tensors(OrtEnvironment.getEnvironment(), batch);
        try (OrtSession.Result result = session.run(inputs, outputs)) {
            float[][] scores = values(result, SCORES);
            float[][] features = readers.isEmpty() ? new float[scores.length][0] : values(result, FEATURES);
            List<Answer> answers = new ArrayList<>();
            for (int row = 0; row < scores.length; row++) {
                answers.add(new Answer(scores[row], features[row]));
            }
            return answers;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[][] values(OrtSession.Result result, String output) throws OrtException {
        return (float[][]) result.get(output)
                .orElseThrow(() -> new OrtException("the graph has no output '" + output + "'")).getValue();
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
