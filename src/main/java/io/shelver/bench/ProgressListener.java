// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

/** Hears how far the measurements are. */
public interface ProgressListener {

    /**
     * @param total
     *            steps that are to come
     */
    Phase begin(String what, long total);

    /** One measurement under way. */
    interface Phase extends AutoCloseable {
        void step(long steps);

        @Override
        void close();
    }
}
