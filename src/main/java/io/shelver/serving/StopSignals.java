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
 * TERM and INT, heard before the JVM shuts down. A shutdown hook would be too late: ONNX Runtime frees itself in a hook of its
 * own, and hooks run side by side, so a batch that is still being classified would crash the process.
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
     *            runs once, at the first signal, while the process goes on
     */
    public static StopSignals heardBy(Runnable stop) {
        StopSignals signals = new StopSignals(stop);
        for (Signal signal : List.of(new Signal("TERM"), new Signal("INT"))) {
            signals.before.put(signal, Signal.handle(signal, any -> signals.heard()));
        }
        return signals;
    }

    /** For what ends by itself: the JVM does with a signal what it always does. */
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

    /** Whether one came. */
    public boolean wereHeard() {
        return told.get();
    }

    /** Returns at once if no signal came, else when what it started is done. */
    public void awaitDone() throws InterruptedException {
        if (told.get()) {
            done.await();
        }
    }

    /** Whoever heard them before hears them again. */
    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
