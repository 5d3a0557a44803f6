// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.Calibration;
import io.shelver.bundle.ModalityGraph;
import io.shelver.classify.Acceptance;
import io.shelver.classify.Cascade;
import io.shelver.classify.Classifier;
import io.shelver.classify.DecisionPolicy;
import io.shelver.classify.LateFusionClassifier;
import io.shelver.classify.Modality;
import io.shelver.classify.Pictures;
import io.shelver.inference.EvidenceCache;
import io.shelver.inference.GoldenCheck;
import io.shelver.inference.ModelListener;
import io.shelver.inference.Models;
import io.shelver.settings.ModelSettings;
import io.shelver.settings.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verified bundle, its models, and the classifier made of them.
 *
 * @param calibration
 *            the calibration in force: that of the cascade, or that of all modalities
 * @param acceptance
 *            the thresholds in force, for the error target that was asked for
 * @param batchDeadline
 *            the longest time for one batch
 * @param proof
 *            how far the golden listings were from their recorded scores
 * @param repeats
 *            the memory of scores; empty if none is wanted
 * @param modalities
 *            the modalities of the models; if there is a memory of scores, it is asked first
 */
public record ServingBundle(Bundle bundle, Calibration calibration, Acceptance acceptance, Duration batchDeadline,
        Models models,
        GoldenCheck proof, Optional<EvidenceCache> repeats, List<Modality> modalities,
        Classifier classifier) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServingBundle.class);

    /**
     * Verifies a bundle and opens its models: first the signature and the checksums, then every graph, then the golden listings. A
     * bundle that must not serve fails here, before Kafka is asked.
     *
     * @throws io.shelver.bundle.BundleException
     *             or {@link io.shelver.inference.ModelException} if it must not serve
     * @throws SettingsException
     *             if the heap is too small for the settings
     */
    public static ServingBundle open(ModelSettings settings, Pictures pictures) {
        return open(settings, pictures, model -> ModelListener.NONE);
    }

    /**
     * @param listeners
     *            gives the listener of a modality, or of the fusion, by its name
     */
    public static ServingBundle open(ModelSettings settings, Pictures pictures,
            Function<String, ModelListener> listeners) {
        settings.requireHeap(Runtime.getRuntime().maxMemory());
        Bundle bundle = Bundle.open(settings.bundle(), settings.bundleKeys());
        LOG.info("{} is {}", bundle.provenance(), bundle.trust().description());
        Calibration calibration = bundle.calibration(settings.cascade());
        Acceptance acceptance = calibration.acceptance(settings.errorTarget().orElse(calibration.defaultTarget()));
        Models models = Models.open(bundle, pictures, settings.batchDeadline().dividedBy(2), settings.providers(),
                settings.providerFallback(),
                settings.modelThreads(), listeners);
        try {
            GoldenCheck proof = GoldenCheck.run(bundle, models);
            Optional<EvidenceCache> repeats = settings.repeatsBytes() == 0
                    ? Optional.empty()
                    : Optional.of(EvidenceCache.of(settings.repeatsBytes()));
            List<Modality> modalities = repeats.map(models::remembering).orElseGet(models::modalities);
            Classifier classifier = classifier(bundle, acceptance, settings.batchDeadline(), modalities,
                    calibration.cascade(), models);
            return new ServingBundle(bundle, calibration, acceptance, settings.batchDeadline(), models, proof, repeats,
                    modalities, classifier);
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    ServingBundle with(Classifier other) {
        return new ServingBundle(bundle, calibration, acceptance, batchDeadline, models, proof, repeats, modalities,
                other);
    }

    /** A classifier with the fusion and the thresholds of this bundle, but other modalities or another cascade. */
    public Classifier classifier(List<Modality> modalities, Cascade cascade) {
        return classifier(bundle, acceptance, batchDeadline, modalities, cascade, models);
    }

    /**
     * Proves the models once more on the golden listings: each model is asked, whatever is remembered and whatever the cascade would
     * skip.
     *
     * @throws io.shelver.inference.ModelException
     *             if they do not work
     */
    public void prove() {
        GoldenCheck.run(bundle, models);
    }

    private static Classifier classifier(Bundle bundle, Acceptance acceptance, Duration batchDeadline,
            List<Modality> modalities, Cascade cascade, Models models) {
        DecisionPolicy policy = new DecisionPolicy(bundle.decoding(), acceptance, unknownShares(bundle),
                bundle.provenance());
        return new LateFusionClassifier(modalities, cascade, models.fusion(), policy, batchDeadline);
    }

    private static Map<String, Double> unknownShares(Bundle bundle) {
        Map<String, Double> shares = new HashMap<>();
        for (ModalityGraph modality : bundle.modalities()) {
            if (modality instanceof ModalityGraph.Text text) {
                shares.put(text.name(), text.maxUnknownShare());
            }
        }
        return shares;
    }

    @Override
    public void close() {
        models.close();
    }
}
