// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import io.shelver.classify.Acceptance;
import io.shelver.classify.Cascade;
import io.shelver.classify.Reference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was fitted to one way of asking the modalities, and holds for no other: whom a cascade spares a modality is decided
 * by other scores.
 *
 * @param cascade
 *            who is asked when
 * @param acceptances
 *            for each error target that was certified, strictest first, at least one
 * @param reference
 *            what was decided on unseen listings; not in every bundle
 */
public record Calibration(Cascade cascade, List<Acceptance> acceptances, double defaultTarget,
        Optional<Reference> reference) {
    public Calibration {
        acceptances = acceptances.stream().sorted(Comparator.comparingDouble(Acceptance::errorTarget)).toList();
    }

    /**
     * The thresholds of an error target: those of the largest certified target that is not above it.
     *
     * @throws BundleException
     *             if the target is stricter than anything that was certified
     */
    public Acceptance acceptance(double errorTarget) {
        return acceptances.stream().filter(acceptance -> acceptance.errorTarget() <= errorTarget)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new BundleException(
                        "the bundle cannot promise an error of %s or less among accepted listings; certified are %s"
                                .formatted(errorTarget,
                                        acceptances.stream().map(Acceptance::errorTarget).toList())));
    }
}
