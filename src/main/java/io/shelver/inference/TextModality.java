// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtException;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Listing;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Scores a text of a listing, or title and description joined, from its tokens. */
final class TextModality implements GraphModality {
    private static final Evidence NO_WORDS = new Evidence.Unreadable("no word in it that the model could read");

    private static final long PADDING = 0;

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
        this.graph = device.load(spec.graph(), new Tokens(spec.maxTokens()), readers, listener);
        this.listener = listener;
    }

    @Override
    public ModalityGraph spec() {
        return spec;
    }

    @Override
    public CompletableFuture<List<Evidence>> examine(List<Listing> listings) {
        long begin = System.nanoTime();
        List<String> texts = texts(listings);
        List<long[]> tokens = tokenizer.encode(texts);
        listener.prepared(Duration.ofNanos(System.nanoTime() - begin));
        Evidence[] evidence = new Evidence[listings.size()];
        List<long[]> present = new ArrayList<>(evidence.length);
        for (int listing = 0; listing < evidence.length; listing++) {
            if (tokens.get(listing).length > 0) {
                present.add(tokens.get(listing));
            } else {
                evidence[listing] = texts.get(listing).isBlank() ? new Evidence.Absent() : NO_WORDS;
            }
        }
        return device.run(graph, present).thenApply(answers -> {
            Iterator<Answer> next = answers.iterator();
            for (int listing = 0; listing < evidence.length; listing++) {
                if (tokens.get(listing).length > 0) {
                    evidence[listing] = next.next().evidence(spec.name(), unknownShare(tokens.get(listing)));
                }
            }
            return List.of(evidence);
        });
    }

    @Override
    public Modality remembering(EvidenceCache cache) {
        return new RememberedModality(this, cache, listener, new UnscoredTexts(this, this::text));
    }

    /** The token ids of each listing's text; empty if the text is absent. */
    List<long[]> tokens(List<Listing> listings) {
        return tokenizer.encode(texts(listings));
    }

    private List<String> texts(List<Listing> listings) {
        List<String> texts = new ArrayList<>(listings.size());
        listings.forEach(listing -> texts.add(text(listing)));
        return texts;
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
        int unknown = 0;
        for (long token : tokens) {
            unknown += token == spec.unknownToken() ? 1 : 0;
        }
        return unknown / (double) tokens.length;
    }

    /** Rows of tokens. */
    private record Tokens(int longest) implements RowLayout<long[]> {
        @Override
        public int length(long[] row) {
            return row.length;
        }

        @Override
        public long[] blank(int length) {
            return new long[length];
        }

        @Override
        public void put(List<long[]> rows, Bucket bucket, Inputs inputs) throws OrtException {
            LongBuffer padded = inputs.longs("tokens", bucket.rows(), bucket.length());
            for (long[] row : rows) {
                padded.put(row);
                for (int token = row.length; token < bucket.length(); token++) {
                    padded.put(PADDING);
                }
            }
        }
    }
}
