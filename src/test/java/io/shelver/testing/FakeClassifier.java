// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.catalog.Label;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Provenance;
import io.shelver.classify.Reason;
import io.shelver.classify.ScoredLabel;
import io.shelver.classify.Scores;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Decides by the title. A title with {@code unsure} goes to review, a title with the name of a fault fails, and all others are
 * categorized. Records its batches.
 */
public final class FakeClassifier implements Classifier {
    public static final Taxonomy TAXONOMY = new Taxonomy("fake", "7",
            List.of(Label.of("Shoes"), Label.of("Shoes", "Boots"), Label.of("Hats")));
    public static final Provenance PROVENANCE = new Provenance("fake", "1.2", "fake", "7");

    private final Map<String, Supplier<? extends Throwable>> faults;
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();

    public FakeClassifier() {
        this(Map.of());
    }

    /** @param faults the exceptions to throw, by a part of the title */
    public FakeClassifier(Map<String, Supplier<? extends Throwable>> faults) {
        this.faults = Map.copyOf(faults);
    }

    @Override
    public List<Decision> classify(List<Listing> listings) {
        batches.add(listings.stream().map(Listing::id).toList());
        listings.forEach(this::fail);
        return listings.stream().map(FakeClassifier::decide).toList();
    }

    private void fail(Listing listing) {
        faults.forEach((part, fault) -> {
            if (listing.title().contains(part)) {
                FakeClassifier.<RuntimeException>throwAny(fault.get());
            }
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a fake may throw Errors too
    private static <E extends Throwable> void throwAny(Throwable fault) throws E {
        throw (E) fault;
    }

    public static Decision decide(Listing listing) {
        Map<String, Evidence> evidence = Map.of("title", new Evidence.Scored(Scores.of(0.9f, 0.8f, 0.1f), 0.25));
        ScoredLabel shoes = new ScoredLabel(Label.of("Shoes"), 0.9f);
        ScoredLabel boots = new ScoredLabel(Label.of("Shoes", "Boots"), 0.8f);
        return listing.title().contains("unsure")
                ? new Decision.NeedsReview(List.of(shoes, boots), List.of(shoes), List.of(shoes, boots),
                        List.of(new Reason(Reason.Code.LOW_CONFIDENCE, "too low")), evidence, PROVENANCE)
                : new Decision.Categorized(List.of(shoes, boots), evidence, PROVENANCE);
    }

    /** The listing ids of each call, in order. */
    public List<List<String>> batches() {
        return List.copyOf(batches);
    }
}
