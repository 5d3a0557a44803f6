// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether to restart the process, and whether to send it work. The bundle and the stream are added while the process starts.
 * Never asks Kafka.
 */
final class Health {
    private volatile Optional<Served> served = Optional.empty();
    private volatile Optional<StreamView> stream = Optional.empty();
    private volatile boolean stopping;

    /**
     * @param good
     *            whether the status is 200; else it is 503
     */
    record Answer(boolean good, String json) {}

    void serve(Served bundle) {
        served = Optional.of(bundle);
    }

    void show(StreamView view) {
        stream = Optional.of(view);
    }

    void stop() {
        stopping = true;
    }

    Served served() {
        return served.orElseThrow(() -> Predictor.notNow("the models are not loaded yet; try again"));
    }

    StreamView stream() {
        return stream.orElseThrow(() -> Predictor.notNow("the stream is not set up yet; try again"));
    }

    /** Dead only if a restart helps: a dead device thread does not come back, but models that are still loading are no fault. */
    Answer live() {
        boolean alive = stopping || served.isEmpty() || modelsWork();
        return new Answer(alive, Json.write(alive
                ? Map.of("status", "live")
                : Map.of("status", "dead", "missing", List.of("models"))));
    }

    Answer ready() {
        List<String> missing = new ArrayList<>();
        if (stopping) {
            missing.add("the process is stopping");
        }
        if (served.isEmpty()) {
            missing.add("bundle: not verified yet");
        }
        if (!modelsWork()) {
            missing.add(served.isEmpty() ? "models: not loaded yet" : "models: they no longer answer");
        }
        if (stream.filter(view -> view.isRunning().getAsBoolean()).isEmpty()) {
            missing.add("stream: not running");
        }
        return new Answer(missing.isEmpty(), Json.write(missing.isEmpty()
                ? Map.of("status", "ready")
                : new NotReady("not ready", missing)));
    }

    record NotReady(String status, List<String> missing) {}

    private boolean modelsWork() {
        return served.filter(bundle -> bundle.modelsWork().getAsBoolean()).isPresent();
    }
}
