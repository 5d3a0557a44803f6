// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Listing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the modalities stage by stage, fuses their evidence after each stage, and lets the policy decide. A listing that a stage
 * settles skips the later stages. One deadline holds for the whole batch.
 */
public final class LateFusionClassifier implements Classifier {
    private final List<Modality> modalities;
    private final Cascade cascade;
    private final Fusion fusion;
    private final DecisionPolicy policy;
    private final Duration deadline;

    /**
     * @param modalities
     *            the modalities, in the bundle's order
     * @param cascade
     *            the stages, which name each of the modalities once
     * @param deadline
     *            the longest time for a batch, all stages together
     * @throws IllegalArgumentException
     *             if the cascade lacks a modality or names one that does not exist
     */
    public LateFusionClassifier(List<Modality> modalities, Cascade cascade, Fusion fusion, DecisionPolicy policy,
            Duration deadline) {
        this.modalities = List.copyOf(modalities);
        this.cascade = cascade;
        this.fusion = fusion;
        this.policy = policy;
        this.deadline = deadline;
        Set<String> names = modalities.stream().map(Modality::name).collect(Collectors.toSet());
        if (!names.equals(Set.copyOf(cascade.modalities()))) {
            throw new IllegalArgumentException(
                    "the cascade asks %s, but the modalities are %s: it must ask each of them once"
                            .formatted(cascade.modalities(), names));
        }
    }

    /** A listing of the batch on its way through the stages. */
    private final class Pending {
        private final Listing listing;
        private final Map<String, Evidence> evidence = new LinkedHashMap<>();
        private @Nullable Decision decision;

        /** A modality counts as skipped until it is asked, so a decision after any stage has the evidence of all modalities. */
        Pending(Listing listing) {
            this.listing = listing;
            for (Modality modality : modalities) {
                boolean isThere = modality.parts().stream().anyMatch(listing::has);
                evidence.put(modality.name(), isThere ? new Evidence.Skipped() : new Evidence.Absent());
            }
        }

        boolean isReadable() {
            return evidence.values().stream().anyMatch(Evidence.Scored.class::isInstance);
        }

        Decision decided() {
            if (decision == null) {
                throw new IllegalStateException(
                        "a listing passed the cascade without a decision: each stage must decide about all that reach it");
            }
            return decision;
        }
    }

    @Override
    public List<Decision> classify(List<Listing> listings) {
        long until = System.nanoTime() + deadline.toNanos();
        List<Pending> all = listings.stream().map(Pending::new).toList();
        List<Pending> left = all;
        for (Cascade.Stage stage : cascade.stages()) {
            if (left.isEmpty()) {
                break;
            }
            examine(stage, left, until);
            decide(left, until);
            left = left.stream().filter(pending -> !stage.settles(pending.decided())).toList();
        }
        return all.stream().map(Pending::decided).toList();
    }

    private void examine(Cascade.Stage stage, List<Pending> left, long until) {
        List<Listing> listings = left.stream().map(pending -> pending.listing).toList();
        // Ask all before awaiting the first: this thread decodes pictures while the device scores texts.
        Map<String, CompletableFuture<List<Evidence>>> asked = new LinkedHashMap<>();
        for (Modality modality : modalities) {
            if (stage.modalities().contains(modality.name())) {
                asked.put(modality.name(), modality.examine(listings));
            }
        }
        asked.forEach((name, answer) -> {
            List<Evidence> said = await(answer, until);
            for (int listing = 0; listing < left.size(); listing++) {
                left.get(listing).evidence.put(name, said.get(listing));
            }
        });
    }

    /** Decides about each listing by its evidence so far. */
    private void decide(List<Pending> left, long until) {
        List<Pending> readable = left.stream().filter(Pending::isReadable).toList();
        List<Scores> fused = readable.isEmpty()
                ? List.of()
                : await(fusion.fuse(readable.stream().map(pending -> pending.evidence).toList()), until);
        for (int listing = 0; listing < readable.size(); listing++) {
            Pending pending = readable.get(listing);
            pending.decision = policy.decide(pending.evidence, fused.get(listing));
        }
        left.stream().filter(pending -> !pending.isReadable())
                .forEach(pending -> pending.decision = policy.unreadable(pending.evidence));
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
