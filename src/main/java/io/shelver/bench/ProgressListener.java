// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/** Hears how far the measurements are. */
public interface ProgressListener {

    /**
     * Hears that a measurement begins.
     *
     * @param what
     *            the name of the measurement
     * @param total
     *            the number of steps to come
     */
    Phase begin(String what, long total);

    /** One running measurement. */
    interface Phase extends AutoCloseable {
        /**
         * @param steps
         *            the number of steps since the last call
         */
        void step(long steps);

        @Override
        void close();
    }
}
