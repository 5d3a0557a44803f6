// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code /bundle}: the bundle that serves, and the settings that it serves with.
 *
 * @param terms
 *            the terms of use
 * @param signature
 *            who vouches for the bundle, in words
 * @param modalities
 *            the modalities, in the bundle's order
 * @param cascade
 *            the stages in force
 * @param acceptance
 *            the thresholds in force
 * @param certifiedErrorTargets
 *            the error targets that an operator may set, the strictest first
 * @param providers
 *            the execution providers of the models, in the order of preference
 * @param evaluation
 *            the measurements of the training, as a JSON object
 * @param files
 *            the files of the bundle, by name
 */
public record BundleReport(String name, String version, String description, String terms, String signature,
        TaxonomyPart taxonomy, List<ModalityPart> modalities, List<StagePart> cascade, AcceptancePart acceptance,
        List<Double> certifiedErrorTargets, List<String> providers, @JsonRawValue String evaluation,
        Map<String, FilePart> files) {
    public BundleReport {
        modalities = List.copyOf(modalities);
        cascade = List.copyOf(cascade);
        certifiedErrorTargets = List.copyOf(certifiedErrorTargets);
        providers = List.copyOf(providers);
    }

    /** @param labels the number of labels */
    public record TaxonomyPart(String name, String version, int labels) {}

    /**
     * @param kind
     *            {@code text} or {@code image}
     * @param reads
     *            the parts of a listing that it reads
     */
    public record ModalityPart(String name, String kind, List<String> reads) {}

    /**
     * @param settlesFrom
     *            the score, in [0, 1], that every emitted label must reach to settle a listing without doubts here; 0 in the last stage
     */
    public record StagePart(List<String> modalities, float settlesFrom) {
        public StagePart {
            modalities = List.copyOf(modalities);
        }
    }

    /**
     * @param errorTarget
     *            the largest share of automatically categorized listings that may be wrong, in (0, 1)
     * @param threshold
     *            the threshold for roots without one of their own, in [0, 1]
     * @param thresholdByRoot
     *            the thresholds of the other roots, by the root's name
     */
    public record AcceptancePart(double errorTarget, float threshold, Map<String, Float> thresholdByRoot) {}

    public record FilePart(long bytes, String sha256) {}
}
