// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.stream.ShelverStreams;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops what serves in the one order that loses nothing: not ready, HTTP drained, stream closed, models closed. */
public final class StopOrder {
    private static final Logger LOG = LoggerFactory.getLogger(StopOrder.class);

    private final Runnable leaveWithoutHooks;
    private final HttpFront http;
    private final ShelverStreams streams;
    private final ServingBundle serving;
    private final Duration patience;
    private boolean stopped;

    /**
     * @param leaveWithoutHooks
     *            lets the process end without the JVM's shutdown hooks, because a model may still be running
     * @param patience
     *            the longest wait for the batch that the stream is classifying
     */
    public StopOrder(Runnable leaveWithoutHooks, HttpFront http, ShelverStreams streams, ServingBundle serving,
            Duration patience) {
        this.leaveWithoutHooks = leaveWithoutHooks;
        this.http = http;
        this.streams = streams;
        this.serving = serving;
        this.patience = patience;
    }

    /** Once; whoever comes later waits until it is done. */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        boolean drained = http.stop();
        boolean closed = streams.close(patience);
        if (drained && closed) {
            serving.close();
        } else {
            if (streams.failure().isEmpty()) {
                LOG.warn("{} did not stop in time; the models are left to the exit", drained ? "the stream" : "HTTP");
            }
            // Something may still be inside a model, which the hooks of a usual exit would free under it.
            leaveWithoutHooks.run();
        }
    }
}
