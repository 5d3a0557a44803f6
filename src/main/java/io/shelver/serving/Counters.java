// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.ModalityGraph;
import io.shelver.classify.Drift;
import io.shelver.classify.Provenance;
import io.shelver.http.RequestListener;
import io.shelver.image.FetchListener;
import io.shelver.inference.ModelListener;
import io.shelver.inference.Provider;
import io.shelver.inference.ProviderChain;
import io.shelver.metrics.KafkaMeters;
import io.shelver.metrics.Measure;
import io.shelver.metrics.MeteredClassifier;
import io.shelver.metrics.Meters;
import io.shelver.settings.ModelSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import java.util.List;
import java.util.Optional;

/** The counters of a service. Each listens to one part, and all count in the same meters. The parts do not know one another. */
public final class Counters implements AutoCloseable {
    private final Meters meters = Meters.prometheus();

    public FetchListener fetches() {
        return new FetchCounter(meters);
    }

    public RequestListener requests() {
        return new RequestCounter(meters);
    }

    /**
     * @param name
     *            the name of a modality, or of the fusion
     */
    public ModelListener model(String name) {
        return new ModelCounter(meters, name);
    }

    /** If the bundle has a reference, decisions of the stream are compared with it. Decisions by HTTP are not. */
    public StreamListener stream(ServingBundle serving) {
        Optional<Drift> drift = serving.calibration().reference().map(Drift::of);
        drift.ifPresent(seen -> {
            meters.gauge(Measure.DRIFT, () -> seen.confidence().orElse(Double.NaN), "confidence");
            meters.gauge(Measure.DRIFT, () -> seen.labels().orElse(Double.NaN), "labels");
        });
        return new StreamCounter(meters, decision -> drift.ifPresent(seen -> seen.saw(decision)));
    }

    /** The same bundle with a classifier that counts its calls, by the stream and by HTTP. */
    public ServingBundle serving(ServingBundle serving, ModelSettings settings) {
        Bundle bundle = serving.bundle();
        Provenance of = bundle.provenance();
        meters.gauge(Measure.BUNDLE, () -> 1, of.bundle(), of.bundleVersion(), of.taxonomy(), of.taxonomyVersion(),
                Release.version());
        double deadline = settings.batchDeadline().toMillis() / 1e3;
        meters.gauge(Measure.BATCH_DEADLINE, () -> deadline);
        serving.repeats().ifPresent(repeats -> meters.gauge(Measure.REPEATS_SIZE, repeats::bytes));
        ProviderChain providers = serving.models().providers();
        for (Provider provider : Provider.values()) {
            provider(provider, "asked", settings.providers().contains(provider));
            provider(provider, "used", providers.used().contains(provider));
            provider(provider, "missing", providers.missing().containsKey(provider));
            provider(provider, "first", providers.first() == provider);
        }
        List<String> modalities = bundle.modalities().stream().map(ModalityGraph::name).toList();
        return serving.with(new MeteredClassifier(serving.classifier(), modalities, meters));
    }

    private void provider(Provider provider, String state, boolean is) {
        meters.gauge(Measure.PROVIDER, () -> is ? 1 : 0, provider.key(), state);
    }

    /** The same stream, observed by the meters. */
    public ShelverStreams streams(ShelverStreams streams, int threads) {
        KafkaMeters kafka = meters.kafka();
        streams.observedBy(kafka::observe);
        meters.gauge(Measure.STREAM_RUNNING, () -> streams.isRunning() ? 1 : 0);
        meters.gauge(Measure.STREAM_THREADS, () -> threads);
        return streams;
    }

    public Meters meters() {
        return meters;
    }

    @Override
    public void close() {
        meters.close();
    }
}
