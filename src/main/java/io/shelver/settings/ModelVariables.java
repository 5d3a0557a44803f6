// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.bundle.TrustedKeys;
import io.shelver.inference.Provider;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Reads the variables that name the bundle and how to run its models. */
final class ModelVariables {
    private ModelVariables() {
    }

    static ModelSettings read(Environment environment) {
        // The log has its format already, from before the first line; only now can a mistake be reported.
        environment.text(Setting.SHELVER_LOG_FORMAT);
        int threads = environment.number(Setting.SHELVER_MODEL_THREADS);
        return new ModelSettings(environment.value(Setting.SHELVER_BUNDLE, Path.class),
                environment.optional(Setting.SHELVER_BUNDLE_KEYS, TrustedKeys.class).orElse(TrustedKeys.none()),
                environment.list(Setting.SHELVER_PROVIDERS, Provider.class),
                environment.truth(Setting.SHELVER_PROVIDER_FALLBACK),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                environment.number(Setting.SHELVER_REPEATS_MB) * ModelSettings.MEGABYTE,
                environment.optional(Setting.SHELVER_ERROR_TARGET, Double.class).map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                environment.truth(Setting.SHELVER_CASCADE),
                environment.milliseconds(Setting.SHELVER_BATCH_DEADLINE_MS));
    }

    static TrustedKeys keys(String value) {
        return TrustedKeys.read(Path.of(value));
    }
}
