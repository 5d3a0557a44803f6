// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.Map;

/**
 * What serves, for those who ask.
 *
 * @param terms
 *            under which the bundle may be used
 * @param signature
 *            who vouches for it, in words
 * @param modalities
 *            in the bundle's order
 * @param cascade
 *            in force
 * @param acceptance
 *            in force
 * @param certifiedErrorTargets
 *            that may be asked for, the strictest first
 * @param providers
 *            that run the models, the first where it can
 * @param evaluation
 *            what the training measured: a JSON object
 * @param files
 *            name to what is listed of it
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

    /** @param labels how many there are */
    public record TaxonomyPart(String name, String version, int labels) {}

    /**
     * @param kind
     *            text or image
     * @param reads
     *            parts of a listing
     */
    public record ModalityPart(String name, String kind, List<String> reads) {}

    /**
     * @param settlesFrom
     *            the least score of an emitted label from which a listing without doubts goes no further; 0 in the last stage
     */
    public record StagePart(List<String> modalities, float settlesFrom) {
        public StagePart {
            modalities = List.copyOf(modalities);
        }
    }

    /**
     * @param errorTarget
     *            share of automatically categorized listings that may be wrong
     * @param threshold
     *            that a label needs where its root has none of its own
     * @param thresholdByRoot
     *            root to what labels below it need
     */
    public record AcceptancePart(double errorTarget, float threshold, Map<String, Float> thresholdByRoot) {}

    public record FilePart(long bytes, String sha256) {}
}
