// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Fuses by the mean of the scores. As for the real fusion, at least one modality of each listing has scored. */
public final class MeanFusion implements Fusion {

    @Override
    public CompletableFuture<List<Scores>> fuse(List<Map<String, Evidence>> evidence) {
        return CompletableFuture.completedFuture(evidence.stream().map(MeanFusion::mean).toList());
    }

    private static Scores mean(Map<String, Evidence> evidence) {
        List<Scores> scored = evidence.values().stream()
                .flatMap(said -> said instanceof Evidence.Scored it ? Stream.of(it.scores()) : null)
                .toList();
        float[] mean = new float[scored.getFirst().size()];
        for (int label = 0; label < mean.length; label++) {
            int index = label;
            mean[label] = (float) scored.stream().mapToDouble(scores -> scores.get(index)).average().orElseThrow();
        }
        return Scores.of(mean);
    }
}
