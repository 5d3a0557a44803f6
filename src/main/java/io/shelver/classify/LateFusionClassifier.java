// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks every modality, fuses what they say, and lets the policy decide. One deadline holds for the whole batch. */
public final class LateFusionClassifier implements Classifier {
    private final List<Modality> modalities;
    private final Fusion fusion;
    private final DecisionPolicy policy;
    private final Duration deadline;

    public LateFusionClassifier(List<Modality> modalities, Fusion fusion, DecisionPolicy policy, Duration deadline) {
        this.modalities = List.copyOf(modalities);
        this.fusion = fusion;
        this.policy = policy;
        this.deadline = deadline;
    }

    @Override
    public List<Decision> classify(List<Listing> listings) {
        long until = System.nanoTime() + deadline.toNanos();
        List<Map<String, Evidence>> evidence = examine(listings, until);
        List<Map<String, Evidence>> readable = evidence.stream().filter(LateFusionClassifier::isReadable).toList();
        Iterator<Scores> fused = readable.isEmpty()
                ? Collections.emptyIterator()
                : await(fusion.fuse(readable), until).iterator();
        return evidence.stream()
                .map(said -> isReadable(said) ? policy.decide(said, fused.next()) : policy.unreadable(said)).toList();
    }

    private static boolean isReadable(Map<String, Evidence> evidence) {
        return evidence.values().stream().anyMatch(Evidence.Scored.class::isInstance);
    }

    private List<Map<String, Evidence>> examine(List<Listing> listings, long until) {
        // All are asked before the first is awaited: while the device scores texts, this thread decodes pictures.
        Map<String, CompletableFuture<List<Evidence>>> asked = new LinkedHashMap<>();
        modalities.forEach(modality -> asked.put(modality.name(), modality.examine(listings)));
        List<Map<String, Evidence>> evidence = new ArrayList<>();
        listings.forEach(listing -> evidence.add(new LinkedHashMap<>()));
        asked.forEach((name, answer) -> {
            List<Evidence> said = await(answer, until);
            for (int listing = 0; listing < listings.size(); listing++) {
                evidence.get(listing).put(name, said.get(listing));
            }
        });
        return evidence;
    }

    private <T> T await(CompletableFuture<T> answer, long until) {
        try {
            return answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ClassifierUnavailableException(
                    "a batch was not classified within %d ms: the device is stuck or far too slow"
                            .formatted(deadline.toMillis()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClassifierUnavailableException("interrupted while a batch was being classified", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new ClassifierUnavailableException("a model failed", e);
        }
    }
}
