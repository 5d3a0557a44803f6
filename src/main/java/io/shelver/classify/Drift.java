// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Measures how far recent decisions are from those on the bundle's {@link Reference}, by the population stability index
 * (N. Siddiqi, Credit Risk Scorecards, 2006) of their confidence and of their labels. By convention an index below 0.1 means no
 * change, and one above 0.25 means another population. It covers at least the last {@value #BLOCK} decisions and at most twice
 * as many, and is empty until the first {@value #LEAST}. A decision that the stream makes again after a crash counts again. Safe
 * for many threads.
 */
public final class Drift {
    static final int BLOCK = 2_000;
    static final int LEAST = 500;
    /** Labels with a smaller share of all emitted labels share one bin: chance alone can double the count of a rare label. */
    private static final double RARE = 0.01;

    private final List<Float> edges;
    private final Map<Label, Integer> binOfLabel = new HashMap<>();
    private final int rare;
    private final int unlabelled;
    private final StabilityIndex confidence;
    private final StabilityIndex labels;
    private int seen;
    private boolean full;

    private Drift(Reference reference) {
        this.edges = reference.confidenceEdges();
        this.confidence = new StabilityIndex(reference.confidenceListings());
        long emitted = reference.labels().values().stream().mapToLong(count -> count).sum();
        List<Integer> counts = new ArrayList<>();
        int others = 0;
        List<Label> inOrder = reference.labels().keySet().stream().sorted(Comparator.comparing(Label::toString))
                .toList();
        for (Label label : inOrder) {
            int count = reference.labels().getOrDefault(label, 0);
            if (count >= RARE * emitted && count > 0) {
                binOfLabel.put(label, counts.size());
                counts.add(count);
            } else {
                others += count;
            }
        }
        this.rare = counts.size();
        counts.add(others);
        this.unlabelled = counts.size();
        counts.add(reference.unlabelled());
        this.labels = new StabilityIndex(counts);
    }

    public static Drift of(Reference reference) {
        return new Drift(reference);
    }

    /** Counts a decision. */
    public synchronized void saw(Decision decision) {
        if (seen == BLOCK) {
            seen = 0;
            full = true;
            confidence.forgetOldest();
            labels.forgetOldest();
        }
        seen++;
        confidence.count(binOf(decision.labels()));
        if (decision.labels().isEmpty()) {
            labels.count(unlabelled);
        }
        decision.labels().forEach(scored -> labels.count(binOfLabel.getOrDefault(scored.label(), rare)));
    }

    private int binOf(List<ScoredLabel> emitted) {
        float least = (float) emitted.stream().mapToDouble(ScoredLabel::score).min().orElse(0);
        int bin = 0;
        while (bin < edges.size() && edges.get(bin) <= least) {
            bin++;
        }
        return bin;
    }

    /** The index of confidence, 0 or more; empty until enough decisions were counted. */
    public synchronized OptionalDouble confidence() {
        return value(confidence);
    }

    /** The index of the emitted labels, 0 or more; empty until enough decisions were counted. */
    public synchronized OptionalDouble labels() {
        return value(labels);
    }

    private OptionalDouble value(StabilityIndex index) {
        return full || seen >= LEAST ? OptionalDouble.of(index.value()) : OptionalDouble.empty();
    }
}
