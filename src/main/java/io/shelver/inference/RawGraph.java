// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.shelver.classify.ClassifierUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One graph with rows to run, and nothing else: no queue, no copying of what it answers. For one thread. */
public final class RawGraph {
    private final String name;
    private final double share;
    private final OrtSession session;
    private final Set<String> outputs;
    private final int rows;
    private final Layout layout;

    /** Lays some of the rows out as inputs. */
    interface Layout {
        Map<String, OnnxTensor> of(int from, int to) throws OrtException;
    }

    RawGraph(String name, double share, OrtSession session, boolean wantsFeatures, int rows, Layout layout) {
        this.name = name;
        this.share = share;
        this.session = session;
        this.outputs = wantsFeatures ? Set.of("scores", "features") : Set.of("scores");
        this.rows = rows;
        this.layout = layout;
    }

    /** The modality's, or {@value Models#FUSION}. */
    public String name() {
        return name;
    }

    /** Of how many listings it runs, in [0, 1]. */
    public double share() {
        return share;
    }

    /** How many there are to run: 1 or more. */
    public int rows() {
        return rows;
    }

    /** All rows in batches of one size, the last one smaller; laid out now, so that running them is all there is to measure. */
    public Batches batches(int size) {
        List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
        Batches batches = new Batches(inputs);
        try {
            for (int from = 0; from < rows; from += size) {
                inputs.add(layout.of(from, Math.min(rows, from + size)));
            }
            return batches;
        } catch (OrtException e) {
            batches.close();
            throw new ModelException("ONNX Runtime has no room for the rows of %s: %s".formatted(name, e.getMessage()),
                    e);
        }
    }

    /** What runs all rows, again and again. */
    public final class Batches implements AutoCloseable {
        private final List<Map<String, OnnxTensor>> inputs;

        private Batches(List<Map<String, OnnxTensor>> inputs) {
            this.inputs = inputs;
        }

        /** How many batches there are. */
        public int count() {
            return inputs.size();
        }

        /**
         * Runs one of them.
         *
         * @return its rows
         */
        public int run(int batch) {
            Map<String, OnnxTensor> input = inputs.get(batch);
            try (OrtSession.Result result = session.run(input, outputs)) {
                return Math.toIntExact(((OnnxTensor) result.get(0)).getInfo().getShape()[0]);
            } catch (OrtException e) {
                throw new ClassifierUnavailableException("ONNX Runtime failed: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            inputs.forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
        }
    }
}
