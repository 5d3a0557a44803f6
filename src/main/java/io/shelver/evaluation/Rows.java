// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The ways of scoring a listing that an evaluation compares: each modality alone, their largest and their mean score,
 * other fusions of all, the fusion of every smaller set of modalities, and the fusion of all.
 */
public final class Rows {
    public static final String MAX = "max";
    public static final String MEAN = "mean";
    public static final String FUSED = "fused";

    private final Set<String> modalities;
    private final Map<String, Variant> variants = new LinkedHashMap<>();

    /** A fusion that sees some modalities only. */
    private record Variant(Fusion fusion, Set<String> modalities) {}

    /**
     * @param modalities
     *            names in the bundle's order
     * @param others
     *            row name to a fusion to compare with, such as {@code linear}
     */
    public Rows(List<String> modalities, Fusion fusion, Map<String, Fusion> others) {
        this.modalities = new LinkedHashSet<>(modalities);
        others.forEach((name, other) -> variants.put(name, new Variant(other, this.modalities)));
        for (Set<String> some : smallerSets(modalities)) {
            variants.put(String.join("+", some), new Variant(fusion, some));
        }
        variants.put(FUSED, new Variant(fusion, this.modalities));
    }

    /** Sets of two or more modalities, though not of all; pairs first. */
    private static List<Set<String>> smallerSets(List<String> modalities) {
        List<Set<String>> sets = new ArrayList<>();
        for (int size = 2; size < modalities.size(); size++) {
            int wanted = size;
            // Counting down, bit 0 last, gives title+description before title+image.
            IntStream.range(0, 1 << modalities.size()).map(bits -> (1 << modalities.size()) - 1 - bits)
                    .filter(bits -> Integer.bitCount(bits) == wanted)
                    .mapToObj(bits -> chosen(modalities, bits)).forEach(sets::add);
        }
        return sets;
    }

    private static Set<String> chosen(List<String> modalities, int bits) {
        return IntStream.range(0, modalities.size())
                .filter(modality -> (bits >> (modalities.size() - 1 - modality) & 1) == 1)
                .mapToObj(modalities::get).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The rows in the order of a report. */
    public List<String> names() {
        List<String> names = new ArrayList<>(modalities);
        names.add(MAX);
        names.add(MEAN);
        names.addAll(variants.keySet());
        return List.copyOf(names);
    }

    /**
     * Scores a batch in every way.
     *
     * @param evidence
     *            of each listing: modality name to what it said
     * @return of each listing, in order, row name to scores; without the rows that could score no part of it
     */
    public CompletableFuture<List<Map<String, Scores>>> score(List<Map<String, Evidence>> evidence) {
        Map<String, CompletableFuture<Map<Integer, Scores>>> asked = new LinkedHashMap<>();
        variants.forEach((name, variant) -> asked.put(name, ask(variant, evidence)));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new)).thenApply(done -> {
            List<Map<String, Scores>> rows = evidence.stream().map(Rows::withoutFusion).toList();
            asked.forEach((name, answer) -> answer.join()
                    .forEach((listing, scores) -> rows.get(listing).put(name, scores)));
            return rows;
        });
    }

    private static CompletableFuture<Map<Integer, Scores>> ask(Variant variant, List<Map<String, Evidence>> evidence) {
        List<Map<String, Evidence>> seen = new ArrayList<>();
        List<Integer> listings = new ArrayList<>();
        for (int listing = 0; listing < evidence.size(); listing++) {
            Map<String, Evidence> restricted = restrict(evidence.get(listing), variant.modalities());
            if (!scored(restricted).isEmpty()) {
                seen.add(restricted);
                listings.add(listing);
            }
        }
        if (seen.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return variant.fusion().fuse(seen).thenApply(fused -> IntStream.range(0, fused.size()).boxed()
                .collect(Collectors.toMap(listings::get, fused::get)));
    }

    private static Map<String, Evidence> restrict(Map<String, Evidence> evidence, Set<String> modalities) {
        Map<String, Evidence> restricted = new LinkedHashMap<>(evidence);
        restricted.replaceAll((name, said) -> modalities.contains(name) ? said : new Evidence.Skipped());
        return restricted;
    }

    private static Map<String, Scores> scored(Map<String, Evidence> evidence) {
        Map<String, Scores> scored = new LinkedHashMap<>();
        evidence.forEach((name, said) -> {
            if (said instanceof Evidence.Scored it) {
                scored.put(name, it.scores());
            }
        });
        return scored;
    }

    private static Map<String, Scores> withoutFusion(Map<String, Evidence> evidence) {
        Map<String, Scores> alone = scored(evidence);
        Map<String, Scores> rows = new HashMap<>(alone);
        if (!alone.isEmpty()) {
            rows.put(MAX, max(alone.values()));
            rows.put(MEAN, mean(alone.values()));
        }
        return rows;
    }

    private static Scores max(Collection<Scores> scored) {
        float[] max = new float[scored.iterator().next().size()];
        for (Scores scores : scored) {
            for (int label = 0; label < max.length; label++) {
                max[label] = Math.max(max[label], scores.get(label));
            }
        }
        return Scores.of(max);
    }

    private static Scores mean(Collection<Scores> scored) {
        float[] mean = new float[scored.iterator().next().size()];
        for (int label = 0; label < mean.length; label++) {
            double sum = 0;
            for (Scores scores : scored) {
                sum += scores.get(label);
            }
            mean[label] = (float) (sum / scored.size());
        }
        return Scores.of(mean);
    }
}
