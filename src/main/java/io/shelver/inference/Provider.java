// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An execution provider of ONNX Runtime, which runs the graphs on one kind of hardware. */
public enum Provider {
    TENSORRT {
        @Override
        void addTo(SessionOptions options) throws OrtException {
            options.addTensorrt(0);
        }
    },
    CUDA {
        @Override
        void addTo(SessionOptions options) throws OrtException {
            try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
                // By default an arena that is too small doubles, although every shape is known after the warm-up.
                cuda.add("arena_extend_strategy", "kSameAsRequested");
                cuda.add("cudnn_conv_algo_search", "EXHAUSTIVE");
                options.addCUDA(cuda);
            }
        }
    },
    CPU {
        @Override
        void addTo(SessionOptions options) throws OrtException {
            // Always there: ONNX Runtime itself adds it after every other provider.
        }
    };

    /** The batches that suit the provider. */
    Batching batching() {
        return this == CPU ? Batching.TIGHT : Batching.FIXED;
    }

    abstract void addTo(SessionOptions options) throws OrtException;

    /** The name in settings, bundles and meters. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param chain
     *            names separated by commas, the preferred one first, such as {@code cuda,cpu}
     * @throws IllegalArgumentException
     *             if a name is unknown or given twice
     */
    public static List<Provider> parse(String chain) {
        List<Provider> providers = Arrays.stream(chain.split(",")).map(String::strip).map(Provider::named).toList();
        if (providers.stream().distinct().count() != providers.size()) {
            throw new IllegalArgumentException("'%s' names a provider twice".formatted(chain));
        }
        return providers;
    }

    private static Provider named(String name) {
        return Arrays.stream(values()).filter(provider -> provider.key().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a provider: use tensorrt, cuda or cpu".formatted(name)));
    }
}
