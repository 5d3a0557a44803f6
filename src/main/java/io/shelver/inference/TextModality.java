// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Listing;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A text of the listing, or both joined, cut into tokens and scored. */
final class TextModality implements Modality {
    private static final Evidence NO_WORDS = new Evidence.Unreadable("no word in it that the model could read");

    private final ModalityGraph.Text spec;
    private final Tokenizer tokenizer;
    private final Device device;
    private final OnnxGraph<long[]> graph;
    private final ModelListener listener;

    TextModality(ModalityGraph.Text spec, Tokenizer tokenizer, Device device, List<FeatureInput> readers,
            ModelListener listener) {
        this.spec = spec;
        this.tokenizer = tokenizer;
        this.device = device;
        this.graph = device.load(spec.graph(), TextModality::tensors, readers, listener);
        this.listener = listener;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public CompletableFuture<List<Evidence>> examine(List<Listing> listings) {
        List<Evidence> evidence = new ArrayList<>();
        listings.forEach(listing -> evidence.add(text(listing).isBlank() ? new Evidence.Absent() : NO_WORDS));
        long begin = System.nanoTime();
        List<long[]> tokens = tokens(listings);
        listener.prepared(Duration.ofNanos(System.nanoTime() - begin));
        List<Integer> present = new ArrayList<>();
        for (int listing = 0; listing < listings.size(); listing++) {
            if (tokens.get(listing).length > 0) {
                present.add(listing);
            }
        }
        return device.run(graph, present.stream().map(tokens::get).toList()).thenApply(answers -> {
            for (int row = 0; row < present.size(); row++) {
                int listing = present.get(row);
                evidence.set(listing, answers.get(row).evidence(spec.name(), unknownShare(tokens.get(listing))));
            }
            return List.copyOf(evidence);
        });
    }

    /** The token ids of each listing's text; none where it is absent. */
    List<long[]> tokens(List<Listing> listings) {
        return tokenizer.encode(listings.stream().map(this::text).toList());
    }

    private String text(Listing listing) {
        return text(spec, listing);
    }

    /** What a model reads of a listing. */
    static String text(ModalityGraph.Text spec, Listing listing) {
        return switch (spec.field()) {
            case TITLE -> listing.title();
            case DESCRIPTION -> listing.description();
            case TEXT -> listing.title() + "\n" + listing.description();
            case IMAGE -> throw new IllegalStateException(spec.name() + " reads no text");
        };
    }

    private double unknownShare(long[] tokens) {
        return Arrays.stream(tokens).filter(token -> token == spec.unknownToken()).count() / (double) tokens.length;
    }

    private static Map<String, OnnxTensor> tensors(OrtEnvironment environment, List<long[]> rows) throws OrtException {
        return Map.of("tokens", padded(environment, rows));
    }

    /** Rows of tokens, as long as the longest, padded with 0. */
    static OnnxTensor padded(OrtEnvironment environment, List<long[]> rows) throws OrtException {
        int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        long[] padded = new long[rows.size() * longest];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, padded, row * longest, rows.get(row).length);
        }
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(padded), new long[]{rows.size(), longest});
    }
}
