// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execution providers that really work, among those that the operator asked for. Each is tried by opening a
 * session: ONNX Runtime lists the providers that it was built with, whether or not the machine has the hardware.
 *
 * @param used
 *            at least one provider, in the order that was asked for
 * @param missing
 *            why each missing provider failed, if the operator allows to go on without it
 */
public record ProviderChain(List<Provider> used, Map<Provider, String> missing) {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderChain.class);

    public ProviderChain {
        used = List.copyOf(used);
        missing = Map.copyOf(missing);
    }

    /**
     * @param probe
     *            any ONNX graph
     * @throws ModelException
     *             if a provider is missing and fallback is not allowed, or no provider is left
     */
    static ProviderChain probe(List<Provider> asked, boolean fallbackAllowed, byte[] probe) {
        List<Provider> used = new ArrayList<>();
        Map<Provider, String> missing = new LinkedHashMap<>();
        for (Provider provider : asked) {
            try (SessionOptions options = new SessionOptions()) {
                provider.addTo(options);
                try (OrtSession session = OrtEnvironment.getEnvironment().createSession(probe, options)) {
                    used.add(provider);
                }
            } catch (OrtException e) {
                if (!fallbackAllowed) {
                    throw new ModelException(
                            ("the provider %s is missing: %s. Install what it needs (the GPU build of ONNX Runtime and "
                                    + "its CUDA libraries), remove it from SHELVER_PROVIDERS, or set "
                                    + "SHELVER_PROVIDER_FALLBACK=true to go on without it")
                                    .formatted(provider.key(), e.getMessage()),
                            e);
                }
                LOG.warn("the provider {} is missing; going on without it: {}", provider.key(),
                        e.getMessage());
                missing.put(provider, String.valueOf(e.getMessage()));
            }
        }
        if (used.isEmpty()) {
            if (!fallbackAllowed) {
                throw new ModelException("no provider was asked for: set SHELVER_PROVIDERS, for example to cpu");
            }
            used.add(Provider.CPU);
        }
        return new ProviderChain(used, missing);
    }

    /** The provider that runs first. */
    public Provider first() {
        return used.getFirst();
    }
}
