// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtException;
import io.shelver.bundle.ListedFile;
import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Late fusion by a graph of the bundle. Of each modality the graph reads the scores or the features of the last layer,
 * zeros if the modality has none, and whether the modality is present. It gets only the inputs that it has.
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
        this.graph = device.load(file, new Said(), listener);
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

    /** The inputs that read features. */
    List<FeatureInput> features() {
        return features;
    }

    @Override
    public CompletableFuture<List<Scores>> fuse(List<Map<String, Evidence>> evidence) {
        return device.run(graph, evidence)
                .thenApply(rows -> rows.stream().map(row -> row.given("the fusion").scores()).toList());
    }

    /** Rows of evidence. */
    private final class Said implements RowLayout<Map<String, Evidence>> {
        @Override
        public Map<String, Evidence> blank(int length) {
            return Map.of();
        }

        @Override
        public void put(List<Map<String, Evidence>> rows, Bucket bucket, Inputs tensors) throws OrtException {
            for (String modality : modalities) {
                if (inputs.contains(modality)) {
                    FloatBuffer scores = tensors.floats(modality, bucket.rows(), labels);
                    for (Map<String, Evidence> row : rows) {
                        if (row.get(modality) instanceof Evidence.Scored scored) {
                            requireWidth(modality, labels, scored.scores().size());
                            scored.scores().writeTo(scores);
                        } else {
                            putZeros(scores, labels);
                        }
                    }
                }
            }
            for (FeatureInput input : features) {
                FloatBuffer seen = tensors.floats(input.name(), bucket.rows(), input.width());
                for (Map<String, Evidence> row : rows) {
                    if (row.get(input.modality()) instanceof Evidence.Scored scored) {
                        requireWidth(input.modality(), input.width(), scored.features().size());
                        scored.features().writeTo(seen);
                    } else {
                        putZeros(seen, input.width());
                    }
                }
            }
            if (inputs.contains(PRESENT)) {
                FloatBuffer present = tensors.floats(PRESENT, bucket.rows(), modalities.size());
                for (Map<String, Evidence> row : rows) {
                    modalities.forEach(name -> present.put(row.get(name) instanceof Evidence.Scored ? 1 : 0));
                }
            }
        }

        private static void requireWidth(String modality, int width, int given) throws OrtException {
            if (given != width) {
                throw new OrtException("the fusion reads %d numbers of the modality %s, but got %d"
                        .formatted(width, modality, given));
            }
        }

        private static void putZeros(FloatBuffer target, int count) {
            for (int zero = 0; zero < count; zero++) {
                target.put(0);
            }
        }
    }
}
