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
 * With what and how carefully to classify.
 *
 * @param bundleKeys
 *            of whom one must have signed the bundle
 * @param modelThreads
 *            CPU threads of the models, 1 or more
 * @param repeatsBytes
 *            of heap for what the models said, so that repeats are not run again; 0: none
 * @param errorTarget
 *            in (0, 1); empty: the bundle's default
 * @param cascade
 *            whether the bundle's cascade decides which modalities are asked, or all always are
 * @param batchDeadline
 *            after which a batch is given up, and the service with it
 */
public record ModelSettings(Path bundle, TrustedKeys bundleKeys, List<Provider> providers, boolean providerFallback,
        int modelThreads, long repeatsBytes, OptionalDouble errorTarget, boolean cascade,
        Duration batchDeadline) {
    private static final long MEGABYTE = 1 << 20;

    public static ModelSettings from(Map<String, String> environment) {
        Environment values = new Environment(environment);
        ModelSettings settings = read(values);
        values.refuseMistakes();
        return settings;
    }

    static ModelSettings read(Environment values) {
        // Chosen already, before the first line was logged; here it is judged.
        values.matching(Setting.SHELVER_LOG_FORMAT, "text|json");
        int threads = values.number(Setting.SHELVER_MODEL_THREADS, 0, 256);
        return new ModelSettings(Path.of(values.text(Setting.SHELVER_BUNDLE)),
                values.parsed(Setting.SHELVER_BUNDLE_KEYS, TrustedKeys.none(),
                        value -> value.isEmpty() ? TrustedKeys.none() : TrustedKeys.read(Path.of(value))),
                values.parsed(Setting.SHELVER_PROVIDERS, List.of(Provider.CPU), Provider::parse),
                values.truth(Setting.SHELVER_PROVIDER_FALLBACK),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                values.number(Setting.SHELVER_REPEATS_MB, 0, 16_384) * MEGABYTE,
                values.parsed(Setting.SHELVER_ERROR_TARGET, OptionalDouble.empty(), value -> {
                    if (value.isEmpty()) {
                        return OptionalDouble.empty();
                    }
                    double target = Double.parseDouble(value);
                    return target > 0 && target < 1 ? OptionalDouble.of(target) : null;
                }), values.truth(Setting.SHELVER_CASCADE),
                Duration.ofMillis(values.number(Setting.SHELVER_BATCH_DEADLINE_MS, 100, 300_000)));
    }

    public ModelSettings with(Path otherBundle) {
        return new ModelSettings(otherBundle, bundleKeys, providers, providerFallback, modelThreads, repeatsBytes,
                errorTarget, cascade, batchDeadline);
    }

    /** For measuring what the models take. */
    public ModelSettings withoutRepeats() {
        return new ModelSettings(bundle, bundleKeys, providers, providerFallback, modelThreads, 0, errorTarget, cascade,
                batchDeadline);
    }

    /** Every modality is asked of every listing. */
    public ModelSettings exhaustive() {
        return new ModelSettings(bundle, bundleKeys, providers, providerFallback, modelThreads, repeatsBytes,
                errorTarget, false, batchDeadline);
    }

    /** For files: no partition waits behind a slow batch, so it may take a minute. */
    public ModelSettings patient() {
        Duration minute = Duration.ofMinutes(1);
        return new ModelSettings(bundle, bundleKeys, providers, providerFallback, modelThreads, repeatsBytes,
                errorTarget, cascade, batchDeadline.compareTo(minute) > 0 ? batchDeadline : minute);
    }

    /**
     * A heap that fills up ends the process, days after the start: a limit that cannot hold is refused at once.
     *
     * @param heap
     *            its most bytes
     * @throws SettingsException
     *             if there is too little of it
     */
    public void requireHeap(long heap) {
        if (repeatsBytes > heap / 2) {
            throw new SettingsException(List.of(String.format(Locale.ROOT,
                    "%s is %d: that may take half of the heap at most, which has %,d MB; give it more memory, or remember less",
                    Setting.SHELVER_REPEATS_MB, repeatsBytes / MEGABYTE, heap / MEGABYTE)));
        }
    }
}
