// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Late fusion by a graph of the bundle: the scores of each modality, zero where it has none, and which of them are there. */
final class OnnxFusion implements Fusion {
    private final List<String> modalities;
    private final int labels;
    private final Device device;
    private final OnnxGraph<Map<String, Evidence>> graph;

    OnnxFusion(Path file, List<String> modalities, int labels, Device device) {
        this.modalities = List.copyOf(modalities);
        this.labels = labels;
        this.device = device;
        this.graph = device.load(file, this::tensors);
    }

    @Override
    public CompletableFuture<List<Scores>> fuse(List<Map<String, Evidence>> evidence) {
        return device.run(graph, evidence)
                .thenApply(rows -> rows.stream().map(row -> SafeScores.of("the fusion", row)).toList());
    }

    private Map<String, OnnxTensor> tensors(OrtEnvironment environment, List<Map<String, Evidence>> rows)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        FloatBuffer present = FloatBuffer.allocate(rows.size() * modalities.size());
        for (String modality : modalities) {
            FloatBuffer scores = FloatBuffer.allocate(rows.size() * labels);
            for (int row = 0; row < rows.size(); row++) {
                if (rows.get(row).get(modality) instanceof Evidence.Scored scored) {
                    scores.put(row * labels, scored.scores().toArray());
                    present.put(row * modalities.size() + modalities.indexOf(modality), 1);
                }
            }
            tensors.put(modality, OnnxTensor.createTensor(environment, scores, new long[]{rows.size(), labels}));
        }
        tensors.put("present",
                OnnxTensor.createTensor(environment, present, new long[]{rows.size(), modalities.size()}));
        return tensors;
    }
}
