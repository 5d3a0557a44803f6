// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import java.util.function.BooleanSupplier;

/** Stops a service once, in the one order that loses nothing: HTTP is drained, the stream closed, the models closed. */
final class StopOrder {
    private final BooleanSupplier drainHttp;
    private final BooleanSupplier closeStream;
    private final Runnable closeModels;
    private final Runnable leaveToExit;
    private volatile boolean begun;

    /**
     * @param drainHttp
     *            returns whether no request is inside a model any more
     * @param closeStream
     *            returns whether no batch is inside a model any more
     * @param leaveToExit
     *            runs instead of {@code closeModels} if something may still be inside a model
     */
    StopOrder(BooleanSupplier drainHttp, BooleanSupplier closeStream, Runnable closeModels, Runnable leaveToExit) {
        this.drainHttp = drainHttp;
        this.closeStream = closeStream;
        this.closeModels = closeModels;
        this.leaveToExit = leaveToExit;
    }

    /** The first call stops; later callers wait until that is done. */
    synchronized void stop() {
        if (begun) {
            return;
        }
        begun = true;
        boolean drained = drainHttp.getAsBoolean();
        boolean closed = closeStream.getAsBoolean();
        if (drained && closed) {
            closeModels.run();
        } else {
            leaveToExit.run();
        }
    }

    boolean isBegun() {
        return begun;
    }
}
