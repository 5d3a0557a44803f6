// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of ONNX Runtime, and the layout of its rows. Its outputs are {@code scores}, float32 [N, labels], and, if a
 * fusion reads them, {@code features}, float32 [N, F]. Runs on the device's thread only.
 */
final class OnnxGraph<R> implements AutoCloseable {
    private static final String SCORES = "scores";
    private static final String FEATURES = "features";

    private static final FloatBuffer NOTHING = FloatBuffer.allocate(0);
    private static final Logger LOG = LoggerFactory.getLogger(OnnxGraph.class);

    private final OrtSession session;
    private final Path file;
    private final RowLayout<R> rows;
    private final List<FeatureInput> readers;
    private final Batching batching;
    private final ModelListener listener;
    private final Inputs inputs = new Inputs();
    private final List<Output> outputs;
    private final Map<String, OnnxTensor> written = new LinkedHashMap<>();
    private int most = Device.MAX_ROWS;

    /**
     * @param readers
     *            the fusion inputs that read its features; if there are none, the features are not even computed
     */
    OnnxGraph(OrtSession session, Path file, RowLayout<R> rows, List<FeatureInput> readers, Batching batching,
            ModelListener listener) {
        this.session = session;
        this.file = file;
        this.rows = rows;
        this.readers = List.copyOf(readers);
        this.batching = batching;
        this.listener = listener;
        this.outputs = Stream.of(SCORES, FEATURES).limit(readers.isEmpty() ? 1 : 2).map(Output::new).toList();
    }

    ModelListener listener() {
        return listener;
    }

    /** The shape of each input by its name; -1 for a free dimension. */
    Map<String, long[]> inputs() throws OrtException {
        return shapes(session.getInputInfo().values());
    }

    /** @throws ModelException if the graph lacks an output that it will be asked for */
    void requireOutputs() throws OrtException {
        Map<String, long[]> given = shapes(session.getOutputInfo().values());
        if (!given.containsKey(SCORES)) {
            throw new ModelException("%s has no output '%s': export the bundle again".formatted(file, SCORES));
        }
        for (FeatureInput reader : readers) {
            long[] shape = given.get(FEATURES);
            if (shape == null) {
                throw new ModelException("%s has an input '%s', but %s has no output '%s': export the bundle again"
                        .formatted(reader.fusion(), reader.name(), file, FEATURES));
            }
            if (shape.length != 2 || shape[1] != -1 && shape[1] != reader.width()) {
                throw new ModelException(
                        "the input '%s' of %s reads %d features per listing, but %s does not give [N, %d]: export the bundle again"
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

    /** Runs every possible shape on the device's thread, like any batch, and waits for it. */
    void warmUp(Device device) {
        for (Bucket bucket : batching.all(Device.MAX_ROWS, rows.longest())) {
            device.run(this, Collections.nCopies(bucket.rows(), rows.blank(bucket.length()))).join();
        }
    }

    @SuppressWarnings("unchecked") // Device queues rows only with the graph that they were made for.
    List<Answer> answerUnchecked(List<?> batch) throws OrtException {
        return answer((List<R>) batch);
    }

    /** Runs the rows, those of similar length together. */
    private List<Answer> answer(List<R> batch) throws OrtException {
        long[] byLength = new long[batch.size()];
        for (int row = 0; row < byLength.length; row++) {
            byLength[row] = (long) rows.length(batch.get(row)) << Integer.SIZE | row;
        }
        Arrays.sort(byLength);
        int[] order = Arrays.stream(byLength).mapToInt(row -> (int) row).toArray();
        int[] lengths = Arrays.stream(byLength).mapToInt(row -> (int) (row >> Integer.SIZE)).toArray();
        Answer[] answers = new Answer[order.length];
        for (int from = 0; from < order.length;) {
            int to = from + batching.rows(lengths, from, most, rows.longest());
            List<R> some = new ArrayList<>(to - from);
            for (int row = from; row < to; row++) {
                some.add(batch.get(order[row]));
            }
            Bucket bucket = batching.bucket(some.size(), lengths[to - 1], rows.longest());
            try {
                run(some, bucket, Arrays.copyOfRange(order, from, to), answers);
                from = to;
            } catch (OrtException e) {
                if (some.size() == 1 || !OutOfMemory.isCauseOf(e)) {
                    throw e;
                }
                most = some.size() / 2;
                LOG.warn("the device has no memory for {} rows of {}; from now on a run has at most {}: {}",
                        some.size(), file.getFileName(), most, e.getMessage());
                listener.ranOutOfMemory();
            }
        }
        return Arrays.asList(answers);
    }

    private void run(List<R> some, Bucket bucket, int[] places, Answer[] answers) throws OrtException {
        long begin = System.nanoTime();
        rows.put(some, bucket, inputs);
        if (written.isEmpty()) {
            learnWidths();
        }
        for (Output output : outputs) {
            written.put(output.name(), output.rows(bucket.rows()));
        }
        session.run(inputs.tensors(), written).close();
        listener.ran(some.size(), Duration.ofNanos(System.nanoTime() - begin));
        FloatBuffer scores = outputs.getFirst().values();
        FloatBuffer features = readers.isEmpty() ? NOTHING : outputs.getLast().values();
        int width = readers.isEmpty() ? 0 : outputs.getLast().width();
        for (int place : places) {
            answers[place] = Answer.read(scores, outputs.getFirst().width(), features, width);
        }
    }

    private void learnWidths() throws OrtException {
        Set<String> names = outputs.stream().map(Output::name).collect(Collectors.toSet());
        try (OrtSession.Result result = session.run(inputs.tensors(), names)) {
            for (Output output : outputs) {
                output.learn(result);
            }
        }
    }

    @Override
    public void close() {
        inputs.close();
        outputs.forEach(Output::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
        }
    }
}
