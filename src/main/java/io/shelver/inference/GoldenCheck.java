// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.GoldenListing;
import io.shelver.catalog.Listing;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import io.shelver.classify.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/**
 * The result of running the golden listings: on this machine the models gave the scores that training saw. Tokens were
 * equal, and scores within the bundle's tolerance for the provider.
 *
 * @param listings
 *            the number of golden listings
 * @param largestDifference
 *            the largest difference of any score, by modality or {@code fused}
 */
public record GoldenCheck(int listings, Map<String, Double> largestDifference) {
    private static final String FUSED = "fused";

    public GoldenCheck {
        largestDifference = new TreeMap<>(largestDifference);
    }

    /**
     * Runs the golden listings of a bundle.
     *
     * @throws ModelException
     *             if a result differs from training, or the models cannot run
     */
    public static GoldenCheck run(Bundle bundle, Models models) {
        List<GoldenListing> golden = bundle.goldenListings();
        if (golden.isEmpty()) {
            throw new ModelException("the bundle %s has no golden listings to check its models with: export it again"
                    .formatted(bundle.provenance()));
        }
        try {
            return new GoldenCheck(golden.size(), differences(bundle, models, golden));
        } catch (CompletionException e) {
            throw new ModelException("the models cannot run on the golden listings of the bundle %s: %s"
                    .formatted(bundle.provenance(), e.getMessage()), e);
        }
    }

    private static Map<String, Double> differences(Bundle bundle, Models models, List<GoldenListing> golden) {
        String provider = models.providers().first().key();
        List<Listing> listings = golden.stream().map(GoldenListing::listing).toList();
        Map<String, Double> largest = new LinkedHashMap<>();
        List<Map<String, Evidence>> evidence = new ArrayList<>();
        listings.forEach(listing -> evidence.add(new LinkedHashMap<>()));
        for (Modality modality : models.modalities()) {
            String name = modality.name();
            if (modality instanceof TextModality text) {
                sameTokens(name, golden, text.tokens(listings));
            }
            List<Evidence> said = modality.examine(listings).join();
            for (int row = 0; row < golden.size(); row++) {
                evidence.get(row).put(name, said.get(row));
                if ((said.get(row) instanceof Evidence.Scored) != golden.get(row).scores().containsKey(name)) {
                    throw failed(bundle, golden.get(row), name,
                            "is %s, unlike in training".formatted(said.get(row).kind()));
                }
                if (said.get(row) instanceof Evidence.Scored scored) {
                    compare(bundle, golden.get(row), name, scored.scores(), provider, largest);
                }
            }
        }
        List<Scores> fused = models.fusion().fuse(evidence).join();
        for (int row = 0; row < golden.size(); row++) {
            if (golden.get(row).scores().containsKey(FUSED)) {
                compare(bundle, golden.get(row), FUSED, fused.get(row), provider, largest);
            }
        }
        return largest;
    }

    private static void sameTokens(String modality, List<GoldenListing> golden, List<long[]> tokens) {
        for (int row = 0; row < golden.size(); row++) {
            List<Long> seen = golden.get(row).tokens().getOrDefault(modality, List.of());
            List<Long> now = java.util.Arrays.stream(tokens.get(row)).boxed().toList();
            if (!seen.equals(now)) {
                throw new ModelException(
                        "the modality %2$s cuts the golden listing '%1$s' into other tokens than in training (%3$s instead of %4$s): export the bundle again"
                                .formatted(golden.get(row).listing().id(), modality, now, seen));
            }
        }
    }

    private static void compare(Bundle bundle, GoldenListing golden, String what, Scores now, String provider,
            Map<String, Double> largest) {
        Scores seen = golden.scores().get(what);
        if (seen == null || seen.size() != now.size()) {
            throw failed(bundle, golden, what, "has %d scores, unlike in training".formatted(now.size()));
        }
        for (int label = 0; label < now.size(); label++) {
            double difference = Math.abs(now.get(label) - seen.get(label));
            largest.merge(what, difference, Math::max);
            if (difference > bundle.tolerance(what, provider)) {
                throw failed(bundle, golden, what, String.format(Locale.ROOT,
                        "scores %.6f for '%s', training saw %.6f; %s allows %s", now.get(label),
                        bundle.taxonomy().label(label), seen.get(label), provider, bundle.tolerance(what, provider)));
            }
        }
    }

    private static ModelException failed(Bundle bundle, GoldenListing golden, String modality, String how) {
        return new ModelException(
                "the bundle %s fails its check: on the golden listing '%s' %s %s. Do not serve with it; check the ONNX Runtime build and the processor, or export it again"
                        .formatted(bundle.provenance(), golden.listing().id(), modality, how));
    }
}
