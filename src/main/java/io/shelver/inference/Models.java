// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.ModalityGraph;
import io.shelver.classify.Fusion;
import io.shelver.classify.Modality;
import io.shelver.classify.Pictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The models of a bundle, open on a device. Before closing them, stop all callers. */
public final class Models implements AutoCloseable {
    /** The name of the model whose listener hears the fusion. */
    public static final String FUSION = "fusion";

    private final Device device;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<GraphModality> modalities = new ArrayList<>();
    private final Fusion fusion;
    private final Optional<Fusion> linear;

    private Models(Bundle bundle, Pictures pictures, Duration decodeBudget, Device device,
            Function<String, ModelListener> listeners) {
        this.device = device;
        List<String> names = bundle.modalities().stream().map(ModalityGraph::name).toList();
        // The fusions come first: they determine which modalities must give features.
        OnnxFusion deciding = new OnnxFusion(bundle.fusion(), names, bundle.taxonomy().size(), device,
                listeners.apply(FUSION));
        Optional<OnnxFusion> compared = bundle.linear()
                .map(file -> new OnnxFusion(file, names, bundle.taxonomy().size(), device,
                        ModelListener.NONE));
        this.fusion = deciding;
        this.linear = compared.map(other -> other);
        List<FeatureInput> read = Stream.concat(Stream.of(deciding), compared.stream())
                .flatMap(each -> each.features().stream()).toList();
        long pictureModels = bundle.modalities().stream().filter(ModalityGraph.Picture.class::isInstance).count();
        Duration budget = decodeBudget.dividedBy(Math.max(1, pictureModels));
        for (ModalityGraph spec : bundle.modalities()) {
            List<FeatureInput> readers = read.stream().filter(input -> input.modality().equals(spec.name())).toList();
            modalities.add(modality(spec, readers, pictures, budget, listeners.apply(spec.name())));
        }
        device.warmUp();
    }

    private GraphModality modality(ModalityGraph spec, List<FeatureInput> readers, Pictures pictures, Duration budget,
            ModelListener listener) {
        return switch (spec) {
            case ModalityGraph.Text text -> {
                Tokenizer tokenizer = Tokenizer.open(text.tokenizer(), text.maxTokens());
                owned.add(tokenizer::close);
                yield new TextModality(text, tokenizer, device, readers, listener);
            }
            case ModalityGraph.Picture picture -> {
                PictureModality modality = new PictureModality(picture, pictures, budget, device, readers,
                        listener);
                owned.add(modality);
                yield modality;
            }
        };
    }

    /** Opens the models without listeners. */
    public static Models open(Bundle bundle, Pictures pictures, Duration decodeBudget, List<Provider> asked,
            boolean fallbackAllowed, int threads) {
        return open(bundle, pictures, decodeBudget, asked, fallbackAllowed, threads, model -> ModelListener.NONE);
    }

    /**
     * Opens the models of a bundle.
     *
     * @param decodeBudget
     *            the longest time to decode the pictures of one batch, shared by all modalities that read them
     * @param asked
     *            the execution providers in the order of preference
     * @param fallbackAllowed
     *            whether to go on without a missing provider
     * @param threads
     *            CPU threads of the models, at least 1
     * @param listeners
     *            the listener of each modality by its name, and of {@value #FUSION}
     * @throws ModelException
     *             if a graph or a provider cannot be opened, or the graphs do not fit together
     */
    public static Models open(Bundle bundle, Pictures pictures, Duration decodeBudget, List<Provider> asked,
            boolean fallbackAllowed, int threads, Function<String, ModelListener> listeners) {
        ProviderChain providers = ProviderChain.probe(asked, fallbackAllowed, bundle.fusion().read());
        return open(bundle, pictures, decodeBudget, Device.open(providers, threads), listeners);
    }

    static Models open(Bundle bundle, Pictures pictures, Duration decodeBudget, Device device,
            Function<String, ModelListener> listeners) {
        try {
            return new Models(bundle, pictures, decodeBudget, device, listeners);
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    public List<Modality> modalities() {
        return List.copyOf(modalities);
    }

    /**
     * The same modalities, except that a content which one of them scored before is not run again. A check of the
     * models needs {@link #modalities}.
     */
    public List<Modality> remembering(EvidenceCache cache) {
        return modalities.stream().map(modality -> modality.remembering(cache)).toList();
    }

    public Fusion fusion() {
        return fusion;
    }

    /** The linear fusion of the bundle, if it has one; to compare with, never to decide by. */
    public Optional<Fusion> linear() {
        return linear;
    }

    /** The execution providers that run the models. */
    public ProviderChain providers() {
        return device.providers();
    }

    /** Whether they can still answer: not after a failure that ended the device's thread, nor after {@link #close}. */
    public boolean areWorking() {
        return device.isWorking();
    }

    @Override
    public void close() {
        if (!device.stop()) {
            return;
        }
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                throw new ModelException("cannot close the models: " + e.getMessage(), e);
            }
        }
    }
}
