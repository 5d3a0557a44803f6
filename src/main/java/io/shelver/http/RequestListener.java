// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.time.Duration;

/** Hears what was asked and how it was answered, on the server's threads. */
@FunctionalInterface
public interface RequestListener {
    RequestListener NONE = (route, status, took) -> {
    };

    /**
     * @param route
     *            one of the few paths that there are, or {@code none}: never what a stranger wrote
     * @param status
     *            of the answer
     */
    void answered(String route, int status, Duration took);
}
