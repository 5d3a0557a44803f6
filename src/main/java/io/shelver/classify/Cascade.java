// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * In which order the modalities are asked, and how sure a listing must be for the later ones not to be asked at all: a cascade
 * of classifiers (Viola and Jones, CVPR 2001), here fitted so that few decisions differ from those that all modalities
 * together make. A listing that anything gives reason to doubt goes on; so whoever is sent to review was looked at by all.
 *
 * @param stages
 *            in their order, at least one
 */
public record Cascade(List<Stage> stages) {
    public Cascade {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a cascade needs a stage");
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
     *            that are asked side by side, at least one
     * @param threshold
     *            the least score of an emitted label, in [0, 1], from which a listing without doubts is settled here; of no meaning in
     *            the last stage, which settles all that are left
     */
    public record Stage(List<String> modalities, float threshold) {
        public Stage {
            modalities = List.copyOf(modalities);
            if (modalities.isEmpty()) {
                throw new IllegalArgumentException("a stage of a cascade needs a modality");
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

    /** All are asked, of every listing. */
    public static Cascade exhaustive(List<String> modalities) {
        return new Cascade(List.of(new Stage(modalities, 0)));
    }

    /** The names of all modalities, in the order in which they are asked. */
    public List<String> modalities() {
        return stages.stream().flatMap(stage -> stage.modalities().stream()).toList();
    }
}
