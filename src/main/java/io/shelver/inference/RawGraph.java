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

/** One graph and its rows, with nothing around them: no queue, and no copies of the answers. For one thread. */
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

    /** The name of the modality, or {@value Models#FUSION}. */
    public String name() {
        return name;
    }

    /** The share of listings that it runs on, in [0, 1]. */
    public double share() {
        return share;
    }

    /** The number of rows, at least 1. */
    public int rows() {
        return rows;
    }

    /**
     * Lays out all rows in batches of one size, the last one smaller. This happens before the runs, so that a
     * measurement holds nothing but the runs.
     */
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
            throw new ModelException("ONNX Runtime cannot hold the rows of %s: %s".formatted(name, e.getMessage()),
                    e);
        }
    }

    /** Runs the batches, any number of times. */
    public final class Batches implements AutoCloseable {
        private final List<Map<String, OnnxTensor>> inputs;

        private Batches(List<Map<String, OnnxTensor>> inputs) {
            this.inputs = inputs;
        }

        /** The number of batches. */
        public int count() {
            return inputs.size();
        }

        /**
         * Runs one batch.
         *
         * @return the number of its rows
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
