// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Counts the evidence of the modalities, for the stream and for HTTP. */
public final class MeteredClassifier implements Classifier {
    private final Classifier classifier;
    private final Map<String, Kinds> kinds = new HashMap<>();

    private record Kinds(LongConsumer scored, LongConsumer absent, LongConsumer unreadable, LongConsumer skipped) {
        LongConsumer of(Evidence evidence) {
            return switch (evidence) {
                case Evidence.Scored said -> scored;
                case Evidence.Absent said -> absent;
                case Evidence.Unreadable said -> unreadable;
                case Evidence.Skipped said -> skipped;
            };
        }
    }

    /**
     * @param modalities
     *            the names of all modalities that the classifier asks
     */
    public MeteredClassifier(Classifier classifier, Collection<String> modalities, Meters meters) {
        this.classifier = classifier;
        modalities.forEach(modality -> kinds.put(modality, new Kinds(
                meters.counter(Measure.EVIDENCE, modality, "scored"),
                meters.counter(Measure.EVIDENCE, modality, "absent"),
                meters.counter(Measure.EVIDENCE, modality, "unreadable"),
                meters.counter(Measure.EVIDENCE, modality, "skipped"))));
    }

    @Override
    public List<Decision> classify(List<Listing> listings) {
        List<Decision> decisions = classifier.classify(listings);
        decisions.forEach(decision -> decision.evidence().forEach(this::count));
        return decisions;
    }

    private void count(String modality, Evidence evidence) {
        Kinds counters = kinds.get(modality);
        if (counters != null) {
            counters.of(evidence).accept(1);
        }
    }
}
