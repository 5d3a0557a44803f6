// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import io.shelver.catalog.Part;
import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
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
 * The ways of scoring a listing that an evaluation compares. Each is a row of the report. They are each modality alone,
 * the largest and the mean score of all modalities, other fusions of all modalities, fusions of the modalities that
 * read some parts of a listing and no other, and the fusion of all.
 */
public final class ScoringVariants {
    public static final String MAX = "max";
    public static final String MEAN = "mean";
    public static final String FUSED = "fused";
    private static final String ONLY = " only";

    private final Set<String> modalities;
    private final Map<String, Variant> variants = new LinkedHashMap<>();

    /** A fusion that sees some modalities only. */
    private record Variant(Fusion fusion, Set<String> modalities) {}

    /**
     * @param modalities
     *            the parts of a listing that each modality reads, by its name, in the bundle's order
     * @param fusion
     *            the bundle's fusion
     * @param others
     *            fusions to compare with, by name of their row, such as {@code linear}
     */
    public ScoringVariants(Map<String, Set<Part>> modalities, Fusion fusion, Map<String, Fusion> others) {
        this.modalities = new LinkedHashSet<>(modalities.keySet());
        others.forEach((name, other) -> variants.put(name, new Variant(other, this.modalities)));
        for (Set<Part> parts : smallerSets()) {
            Set<String> some = within(modalities, parts);
            boolean isAll = some.equals(this.modalities);
            boolean isAModality = parts.size() == 1 && some.size() == 1;
            // If one modality reads title and description joined, and another the picture, there is no row title+image.
            if (parts.equals(partsOf(modalities, some)) && !isAll && !isAModality) {
                variants.put(name(parts), new Variant(fusion, some));
            }
        }
        variants.put(FUSED, new Variant(fusion, this.modalities));
    }

    /** The modalities that read no other part. */
    private static Set<String> within(Map<String, Set<Part>> modalities, Set<Part> parts) {
        return modalities.entrySet().stream().filter(modality -> parts.containsAll(modality.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<Part> partsOf(Map<String, Set<Part>> modalities, Set<String> some) {
        return some.stream().flatMap(name -> modalities.getOrDefault(name, Set.of()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    /** Every set of some parts, though not of all. */
    private static List<Set<Part>> smallerSets() {
        return List.of(EnumSet.of(Part.TITLE), EnumSet.of(Part.DESCRIPTION), EnumSet.of(Part.IMAGE),
                EnumSet.of(Part.TITLE, Part.DESCRIPTION), EnumSet.of(Part.TITLE, Part.IMAGE),
                EnumSet.of(Part.DESCRIPTION, Part.IMAGE));
    }

    private static String name(Set<Part> parts) {
        return parts.stream().map(Part::key).collect(Collectors.joining("+")) + (parts.size() == 1 ? ONLY : "");
    }

    /** The names of the rows in the order of a report. */
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
     *            the evidence of each listing by name of the modality
     * @return the scores of each listing, in order, by name of the row; a row that could score no part of the listing
     *         is missing
     */
    public CompletableFuture<List<Map<String, Scores>>> score(List<Map<String, Evidence>> evidence) {
        Map<String, CompletableFuture<Map<Integer, Scores>>> asked = new LinkedHashMap<>();
        variants.forEach((name, variant) -> asked.put(name, ask(variant, evidence)));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new)).thenApply(done -> {
            List<Map<String, Scores>> rows = evidence.stream().map(ScoringVariants::withoutFusion).toList();
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
