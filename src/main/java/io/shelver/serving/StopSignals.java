// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Hears the signals TERM and INT before the JVM shuts down. A shutdown hook would be too late: ONNX Runtime frees itself in a hook
 * of its own, and hooks run in parallel. A batch that is still being classified would crash the process.
 */
public final class StopSignals implements AutoCloseable {
    private final Runnable stop;
    private final AtomicBoolean told = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Map<Signal, SignalHandler> before = new HashMap<>();

    private StopSignals(Runnable stop) {
        this.stop = stop;
    }

    /**
     * @param stop
     *            what to run at the first signal; the process goes on
     */
    public static StopSignals heardBy(Runnable stop) {
        StopSignals signals = new StopSignals(stop);
        for (Signal signal : List.of(new Signal("TERM"), new Signal("INT"))) {
            signals.before.put(signal, Signal.handle(signal, any -> signals.heard()));
        }
        return signals;
    }

    /** For commands that end by themselves: a signal ends the JVM as usual. */
    public static StopSignals unheard() {
        return new StopSignals(() -> {
        });
    }

    private void heard() {
        if (told.compareAndSet(false, true)) {
            try {
                stop.run();
            } finally {
                done.countDown();
            }
        }
    }

    /** Whether a signal came. */
    public boolean wereHeard() {
        return told.get();
    }

    /** Waits until the work that a signal started is done; returns at once if no signal came. */
    void awaitDone() throws InterruptedException {
        if (told.get()) {
            done.await();
        }
    }

    /** Restores the earlier handlers. */
    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
