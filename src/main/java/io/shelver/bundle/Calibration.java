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
 * Thresholds and counts that were fitted for one cascade. They hold for no other, because a listing that skips a modality gets
 * other scores.
 *
 * @param cascade
 *            the stages in which the modalities are asked
 * @param acceptances
 *            the thresholds of each certified error target, strictest target first, at least one
 * @param defaultTarget
 *            the error target that is used unless an operator sets another, in (0, 1)
 * @param reference
 *            the decisions on unseen listings; empty if the bundle has none
 */
public record Calibration(Cascade cascade, List<Acceptance> acceptances, double defaultTarget,
        Optional<Reference> reference) {
    public Calibration {
        acceptances = acceptances.stream().sorted(Comparator.comparingDouble(Acceptance::errorTarget)).toList();
    }

    /**
     * The thresholds for an error target, which are those of the largest certified target that is not above it.
     *
     * @param errorTarget
     *            the largest share of accepted listings that may be wrong, in (0, 1)
     * @throws BundleException
     *             if the target is below every certified one
     */
    public Acceptance acceptance(double errorTarget) {
        return acceptances.stream().filter(acceptance -> acceptance.errorTarget() <= errorTarget)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new BundleException(
                        "the bundle cannot promise an error of %s or less among accepted listings: set SHELVER_ERROR_TARGET to one of the certified targets %s, or higher"
                                .formatted(errorTarget,
                                        acceptances.stream().map(Acceptance::errorTarget).toList())));
    }
}
