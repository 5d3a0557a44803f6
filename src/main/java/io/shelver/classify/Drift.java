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
 * How far the last decisions are from what the bundle was trained for: the population stability index (N. Siddiqi, Credit Risk
 * Scorecards, 2006) of their confidence and of their labels. By custom below 0.1 is nothing, above 0.25 a change. It looks at
 * the last {@value #BLOCK} to twice as many decisions, and says nothing before it saw {@value #LEAST}. Whatever a crash makes
 * the stream decide again is seen again. For any number of threads.
 */
public final class Drift {
    static final int BLOCK = 2_000;
    static final int LEAST = 500;
    /** Labels rarer than that share one bin: of a handful of listings chance alone makes a multiple. */
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

    /** @return the index of confidence, 0 or more; empty as long as too few decisions were seen */
    public synchronized OptionalDouble confidence() {
        return value(confidence);
    }

    /** @return the index of the emitted labels, 0 or more; empty as long as too few decisions were seen */
    public synchronized OptionalDouble labels() {
        return value(labels);
    }

    private OptionalDouble value(StabilityIndex index) {
        return full || seen >= LEAST ? OptionalDouble.of(index.value()) : OptionalDouble.empty();
    }
}
