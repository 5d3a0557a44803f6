// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.bundle.TrustedKeys;
import io.shelver.inference.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Which bundle to classify with, and how carefully.
 *
 * @param bundle
 *            the folder of the bundle
 * @param bundleKeys
 *            the keys of which one must have signed the bundle; none: no signature is asked for
 * @param providers
 *            what runs the models, the preferred one first
 * @param providerFallback
 *            whether to go on without a provider that is missing
 * @param modelThreads
 *            the CPU threads of the models, 1 or more
 * @param repeatsBytes
 *            the bytes of heap that remember scores, so that the models do not run on the same content again; 0: none
 * @param errorTarget
 *            the share of categorized listings that may be wrong, above 0, below 1; empty: the bundle's default
 * @param cascade
 *            whether the bundle's cascade may skip modalities
 * @param batchDeadline
 *            the longest time for one batch; a batch that takes longer stops the service
 */
public record ModelSettings(Path bundle, TrustedKeys bundleKeys, List<Provider> providers, boolean providerFallback,
        int modelThreads, long repeatsBytes, OptionalDouble errorTarget, boolean cascade,
        Duration batchDeadline) {
    static final long MEGABYTE = 1 << 20;

    /**
     * Reads the settings of a command that needs no Kafka.
     *
     * @throws SettingsException
     *             if there are mistakes; its message lists all
     */
    public static ModelSettings from(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        ModelSettings settings = ModelVariables.read(environment);
        environment.refuseMistakes();
        return settings;
    }

    /** With another bundle. */
    public ModelSettings with(Path otherBundle) {
        return new ModelSettings(otherBundle, bundleKeys, providers, providerFallback, modelThreads, repeatsBytes,
                errorTarget, cascade, batchDeadline);
    }

    /** Without memory of scores: to measure the models themselves. */
    public ModelSettings withoutRepeats() {
        return new ModelSettings(bundle, bundleKeys, providers, providerFallback, modelThreads, 0, errorTarget, cascade,
                batchDeadline);
    }

    /** Without the cascade: every modality sees every listing. */
    public ModelSettings exhaustive() {
        return new ModelSettings(bundle, bundleKeys, providers, providerFallback, modelThreads, repeatsBytes,
                errorTarget, false, batchDeadline);
    }

    /** With a batch deadline of a minute at least. It suits files, where no partition waits for a slow batch. */
    public ModelSettings patient() {
        Duration minute = Duration.ofMinutes(1);
        return new ModelSettings(bundle, bundleKeys, providers, providerFallback, modelThreads, repeatsBytes,
                errorTarget, cascade, batchDeadline.compareTo(minute) > 0 ? batchDeadline : minute);
    }

    /**
     * Checks that remembered scores take half of the heap at most. A heap that is too small would end the process only days after
     * the start.
     *
     * @param heap
     *            the most bytes of the heap
     * @throws SettingsException
     *             if the heap is too small
     */
    public void requireHeap(long heap) {
        if (repeatsBytes > heap / 2) {
            throw new SettingsException(List.of(String.format(Locale.ROOT,
                    "%s is %d: that may take half of the heap at most, which has %,d MB; give it more memory, or remember less",
                    Setting.SHELVER_REPEATS_MB, repeatsBytes / MEGABYTE, heap / MEGABYTE)));
        }
    }
}
