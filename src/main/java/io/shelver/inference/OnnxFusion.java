// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.shelver.bundle.ListedFile;
import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Late fusion by a graph of the bundle: of each modality its scores, or what its last layer saw, zero where it has none, and
 * which of them are there. The graph is fed the inputs that it has.
 */
final class OnnxFusion implements Fusion {
    private static final String PRESENT = "present";

    private final Path file;
    private final List<String> modalities;
    private final int labels;
    private final Device device;
    private final OnnxGraph<Map<String, Evidence>> graph;
    private final Set<String> inputs;
    private final List<FeatureInput> features;

    /**
     * @throws ModelException
     *             if the graph cannot be opened, or has an input that no modality can fill
     */
    OnnxFusion(ListedFile file, List<String> modalities, int labels, Device device,
            ModelListener listener) {
        this.file = file.path();
        this.modalities = List.copyOf(modalities);
        this.labels = labels;
        this.device = device;
        this.graph = device.load(file, this::tensors, listener);
        try {
            Map<String, long[]> shapes = graph.inputs();
            this.inputs = Set.copyOf(shapes.keySet());
            this.features = featureInputs(shapes);
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot read %s: %s".formatted(file.path(), e.getMessage()), e);
        }
    }

    private List<FeatureInput> featureInputs(Map<String, long[]> shapes) {
        List<FeatureInput> found = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            if (!name.equals(PRESENT) && !modalities.contains(name)) {
                found.add(featureInput(name, shape));
            }
        });
        return List.copyOf(found);
    }

    private FeatureInput featureInput(String name, long[] shape) {
        String modality = name.endsWith(FeatureInput.SUFFIX)
                ? name.substring(0, name.length() - FeatureInput.SUFFIX.length())
                : name;
        if (!modalities.contains(modality)) {
            throw new ModelException(
                    "%s has an input '%s', and the bundle no such modality (it has %s); inputs are '%s' and, of each modality, NAME or NAME%s: export the bundle again"
                            .formatted(file, name, String.join(", ", modalities), PRESENT, FeatureInput.SUFFIX));
        }
        if (shape.length != 2 || shape[1] < 1) {
            throw new ModelException(
                    "the input '%s' of %s does not say how many features it reads; its shape must be [N, F] with a fixed F: export the bundle again"
                            .formatted(name, file));
        }
        return new FeatureInput(file, modality, Math.toIntExact(shape[1]));
    }

    /** What it reads of modalities beside their scores. */
    List<FeatureInput> features() {
        return features;
    }

    @Override
    public CompletableFuture<List<Scores>> fuse(List<Map<String, Evidence>> evidence) {
        return device.run(graph, evidence)
                .thenApply(rows -> rows.stream().map(row -> row.scores("the fusion")).toList());
    }

    private Map<String, OnnxTensor> tensors(OrtEnvironment environment, List<Map<String, Evidence>> rows)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (String modality : modalities) {
            if (inputs.contains(modality)) {
                tensors.put(modality,
                        tensor(environment, rows, modality, labels, scored -> scored.scores().toArray()));
            }
        }
        for (FeatureInput input : features) {
            tensors.put(input.name(), tensor(environment, rows, input.modality(), input.width(),
                    scored -> scored.features().toArray()));
        }
        if (inputs.contains(PRESENT)) {
            tensors.put(PRESENT, present(environment, rows));
        }
        return tensors;
    }

    private static OnnxTensor tensor(OrtEnvironment environment, List<Map<String, Evidence>> rows, String modality,
            int width, Function<Evidence.Scored, float[]> values) throws OrtException {
        FloatBuffer buffer = FloatBuffer.allocate(rows.size() * width);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).get(modality) instanceof Evidence.Scored scored) {
                float[] given = values.apply(scored);
                if (given.length != width) {
                    throw new OrtException("the fusion reads %d numbers of the modality %s, and was given %d"
                            .formatted(width, modality, given.length));
                }
                buffer.put(row * width, given);
            }
        }
        return OnnxTensor.createTensor(environment, buffer, new long[]{rows.size(), width});
    }

    private OnnxTensor present(OrtEnvironment environment, List<Map<String, Evidence>> rows) throws OrtException {
        FloatBuffer present = FloatBuffer.allocate(rows.size() * modalities.size());
        for (Map<String, Evidence> row : rows) {
            modalities.forEach(name -> present.put(row.get(name) instanceof Evidence.Scored ? 1 : 0));
        }
        return OnnxTensor.createTensor(environment, present.flip(), new long[]{rows.size(), modalities.size()});
    }
}
