// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.shelver.bundle.Bundle;
import io.shelver.bundle.ListedFile;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Pixels;
import io.shelver.classify.ClassifierUnavailableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The models of a bundle with nothing around them, to compare the flow with. They have the same graphs, providers and
 * threads as {@link Models}, and sessions of their own. For one thread, except {@link #prepare}.
 */
public final class RawModels implements AutoCloseable {
    private final Bundle bundle;
    private final List<Provider> providers;
    private final int threads;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Map<String, Tokenizer> tokenizers = new LinkedHashMap<>();
    private final Map<String, OrtSession> preparations = new LinkedHashMap<>();

    private RawModels(Bundle bundle, List<Provider> providers, int threads) {
        this.bundle = bundle;
        this.providers = List.copyOf(providers);
        this.threads = threads;
    }

    /**
     * @param providers
     *            execution providers that are known to work
     * @param threads
     *            CPU threads of the models, at least 1
     * @throws ModelException
     *             if a graph cannot be opened
     */
    public static RawModels open(Bundle bundle, List<Provider> providers, int threads) {
        RawModels models = new RawModels(bundle, providers, threads);
        try {
            models.open();
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    private void open() {
        for (ModalityGraph modality : bundle.modalities()) {
            switch (modality) {
                case ModalityGraph.Text text -> {
                    Tokenizer tokenizer = Tokenizer.open(text.tokenizer(), text.maxTokens());
                    owned.add(tokenizer);
                    tokenizers.put(text.name(), tokenizer);
                }
                case ModalityGraph.Picture picture ->
                    preparations.put(picture.name(), session(picture.prepare(), 1, List.of()));
            }
        }
    }

    private OrtSession session(ListedFile file, int threadsOfIt, List<Provider> on) {
        try (SessionOptions options = Device.options(threadsOfIt)) {
            for (Provider provider : on) {
                provider.addTo(options);
            }
            OrtSession session = OrtEnvironment.getEnvironment().createSession(file.read(), options);
            owned.add(session);
            return session;
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot open %s: %s".formatted(file.path(), e.getMessage()), e);
        }
    }

    /** Whether a model reads pictures. */
    public boolean readPictures() {
        return !preparations.isEmpty();
    }

    /** Cuts the texts of a batch into tokens, for every model that reads them. */
    public void tokenise(List<Listing> listings) {
        texts().forEach(text -> tokens(text, listings));
    }

    /** Prepares a picture for every model that reads pictures. */
    public void prepare(Pixels pixels) {
        preparations.values().forEach(preparation -> prepared(preparation, pixels));
    }

    /**
     * All graphs that have rows to run, the fusion last. They are closed with this object.
     *
     * @param listings
     *            a sample of listings, for their texts
     * @param pictures
     *            a sample of their pictures; may be empty
     * @param pictured
     *            the share of listings with a picture, in [0, 1]
     */
    public List<RawGraph> graphs(List<Listing> listings, List<Pixels> pictures, double pictured) {
        OrtSession fusion = session(bundle.fusion(), threads, providers);
        Set<String> read = inputs(fusion).keySet();
        List<RawGraph> graphs = new ArrayList<>();
        for (ModalityGraph modality : bundle.modalities()) {
            boolean wantsFeatures = read.contains(modality.name() + FeatureInput.SUFFIX);
            OrtSession session = session(modality.graph(), threads, providers);
            switch (modality) {
                case ModalityGraph.Text text -> {
                    // Sorted by length, so that the batches need hardly any padding.
                    List<long[]> tokens = tokens(text, listings).stream().filter(row -> row.length > 0)
                            .sorted(Comparator.comparingInt(row -> row.length)).toList();
                    graphs.add(new RawGraph(text.name(), tokens.size() / (double) listings.size(), session,
                            wantsFeatures, tokens.size(), (from, to) -> Map.of("tokens",
                                    padded(tokens.subList(from, to)))));
                }
                case ModalityGraph.Picture picture -> {
                    OrtSession preparation = preparations.get(picture.name());
                    List<byte[]> rows = preparation == null
                            ? List.of()
                            : pictures.stream().map(pixels -> prepared(preparation, pixels)).toList();
                    graphs.add(new RawGraph(picture.name(), pictured, session, wantsFeatures, rows.size(),
                            (from, to) -> Map.of("images", images(picture, rows.subList(from, to)))));
                }
            }
        }
        graphs.add(new RawGraph(Models.FUSION, 1, fusion, false, listings.size(),
                (from, to) -> evidence(fusion, to - from)));
        return graphs.stream().filter(graph -> graph.rows() > 0).toList();
    }

    private List<ModalityGraph.Text> texts() {
        return bundle.modalities().stream().filter(ModalityGraph.Text.class::isInstance)
                .map(ModalityGraph.Text.class::cast).toList();
    }

    private List<long[]> tokens(ModalityGraph.Text text, List<Listing> listings) {
        Tokenizer tokenizer = tokenizers.get(text.name());
        return tokenizer == null
                ? List.of()
                : tokenizer.encode(listings.stream().map(listing -> TextModality.text(text, listing)).toList());
    }

    private static byte[] prepared(OrtSession preparation, Pixels pixels) {
        long[] shape = {pixels.height(), pixels.width(), 3};
        try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pixels.rgb(), shape,
                OnnxJavaType.UINT8); OrtSession.Result result = preparation.run(Map.of("pixels", input))) {
            ByteBuffer buffer = ((OnnxTensor) result.get(0)).getByteBuffer();
            byte[] row = new byte[buffer.remaining()];
            buffer.get(row);
            return row;
        } catch (OrtException e) {
            throw new ClassifierUnavailableException("ONNX Runtime failed to prepare a picture: " + e.getMessage(), e);
        }
    }

    private static OnnxTensor padded(List<long[]> rows) throws OrtException {
        int longest = rows.getLast().length;
        LongBuffer tokens = ByteBuffer.allocateDirect(Long.BYTES * rows.size() * longest)
                .order(ByteOrder.nativeOrder()).asLongBuffer();
        rows.forEach(row -> tokens.put(Arrays.copyOf(row, longest)));
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), tokens.flip(),
                new long[]{rows.size(), longest});
    }

    private static OnnxTensor images(ModalityGraph.Picture spec, List<byte[]> rows) throws OrtException {
        ByteBuffer images = ByteBuffer.allocateDirect(rows.size() * 3 * spec.height() * spec.width());
        rows.forEach(images::put);
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), images.flip(),
                new long[]{rows.size(), 3, spec.height(), spec.width()}, OnnxJavaType.UINT8);
    }

    /** Any numbers will do: the time of a fusion does not depend on them. */
    private static Map<String, OnnxTensor> evidence(OrtSession fusion, int rows) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, long[]> input : inputs(fusion).entrySet()) {
            float[][] numbers = new float[rows][Math.toIntExact(input.getValue()[1])];
            for (float[] row : numbers) {
                Arrays.fill(row, 0.5f);
            }
            tensors.put(input.getKey(), OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), numbers));
        }
        return tensors;
    }

    private static Map<String, long[]> inputs(OrtSession session) {
        try {
            return OnnxGraph.shapes(session.getInputInfo().values());
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot read the inputs of a graph: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                throw new ModelException("cannot close the models: " + e.getMessage(), e);
            }
        }
    }
}
