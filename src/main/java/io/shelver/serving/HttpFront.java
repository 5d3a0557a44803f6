// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.bundle.Bundle;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Part;
import io.shelver.classify.Acceptance;
import io.shelver.http.BundleReport;
import io.shelver.http.HttpApi;
import io.shelver.http.HttpSettings;
import io.shelver.http.RequestListener;
import io.shelver.http.Served;
import io.shelver.http.StreamView;
import io.shelver.inference.Provider;
import io.shelver.stream.ShelverStreams;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The HTTP server of a service, if one is wanted. It gets the models and the stream while the service starts. */
public final class HttpFront implements AutoCloseable {
    private final Optional<HttpApi> api;
    private final String host;

    private HttpFront(Optional<HttpApi> api, String host) {
        this.api = api;
        this.host = host;
    }

    /** Listens at once. Until the service is ready, callers are told what is still missing. */
    public static HttpFront open(Optional<HttpSettings> settings, Supplier<String> metrics, RequestListener listener) {
        return new HttpFront(settings.map(wanted -> HttpApi.start(wanted, metrics, listener)),
                settings.map(HttpSettings::host).orElse(""));
    }

    public void serve(ServingBundle serving) {
        api.ifPresent(server -> server.serve(new Served(serving.classifier(), serving.bundle().taxonomy(),
                report(serving), serving.models()::areWorking)));
    }

    public void show(ShelverStreams streams) {
        api.ifPresent(server -> server.show(new StreamView(streams.description(), streams::isRunning)));
    }

    /** The URL at which it listens; empty if there is no server. */
    public Optional<String> url() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return api.map(server -> "http://" + name + ":" + server.port());
    }

    /** @return whether no request is inside the classifier any more */
    public boolean stop() {
        try {
            return api.isEmpty() || api.get().stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        api.ifPresent(HttpApi::close);
    }

    private static BundleReport report(ServingBundle serving) {
        Bundle bundle = serving.bundle();
        Acceptance acceptance = serving.acceptance();
        Map<String, Float> byRoot = new TreeMap<>();
        acceptance.byRoot().forEach((root, threshold) -> byRoot.put(root, threshold.score()));
        Map<String, BundleReport.FilePart> files = new TreeMap<>();
        bundle.files().forEach((name, file) -> files.put(name, new BundleReport.FilePart(file.bytes(), file.sha256())));
        return new BundleReport(bundle.provenance().bundle(), bundle.provenance().bundleVersion(), bundle.description(),
                bundle.terms(), bundle.trust().description(),
                new BundleReport.TaxonomyPart(bundle.taxonomy().name(), bundle.taxonomy().version(),
                        bundle.taxonomy().size()),
                bundle.modalities().stream().map(HttpFront::modality).toList(),
                serving.calibration().cascade().stages().stream()
                        .map(stage -> new BundleReport.StagePart(stage.modalities(), stage.threshold())).toList(),
                new BundleReport.AcceptancePart(acceptance.errorTarget(), acceptance.byDefault().score(), byRoot),
                serving.calibration().acceptances().stream().map(Acceptance::errorTarget).toList(),
                serving.models().providers().used().stream().map(Provider::key).toList(), bundle.evaluation(), files);
    }

    private static BundleReport.ModalityPart modality(ModalityGraph modality) {
        String kind = switch (modality) {
            case ModalityGraph.Text text -> "text";
            case ModalityGraph.Picture picture -> "image";
        };
        return new BundleReport.ModalityPart(modality.name(), kind,
                modality.field().parts().stream().map(Part::key).toList());
    }
}
