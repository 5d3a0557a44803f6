// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The stages in which the modalities are asked, and the scores at which a listing needs no later stage. This is a cascade of
 * classifiers (Viola and Jones, Rapid Object Detection using a Boosted Cascade of Simple Features, CVPR 2001). It is fitted so
 * that few decisions differ from those of all modalities together. A listing with any reason for doubt goes on to the next
 * stage, so every modality has been asked before a listing goes to review.
 *
 * @param stages
 *            one or more stages, in the order in which they are asked
 */
public record Cascade(List<Stage> stages) {
    public Cascade {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a cascade needs at least one stage");
        }
        Set<String> asked = new HashSet<>();
        for (Stage stage : stages) {
            for (String modality : stage.modalities()) {
                if (!asked.add(modality)) {
                    throw new IllegalArgumentException("the cascade asks '%s' twice".formatted(modality));
                }
            }
        }
    }

    /**
     * @param modalities
     *            the names of the modalities that are asked at the same time, at least one
     * @param threshold
     *            the score, in [0, 1], that every emitted label must reach to settle a listing without doubts here; the last
     *            stage ignores it and settles all that are left
     */
    public record Stage(List<String> modalities, float threshold) {
        public Stage {
            modalities = List.copyOf(modalities);
            if (modalities.isEmpty()) {
                throw new IllegalArgumentException("each stage of a cascade needs a modality");
            }
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("the threshold of a stage must be in [0, 1], not " + threshold);
            }
        }

        boolean settles(Decision decision) {
            return decision instanceof Decision.Categorized categorized
                    && categorized.labels().stream().allMatch(label -> label.score() >= threshold);
        }
    }

    /** The cascade of one stage, which asks all modalities about every listing. */
    public static Cascade exhaustive(List<String> modalities) {
        return new Cascade(List.of(new Stage(modalities, 0)));
    }

    /** The names of all modalities, in the order in which they are asked. */
    public List<String> modalities() {
        return stages.stream().flatMap(stage -> stage.modalities().stream()).toList();
    }
}
