// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.time.Duration;

/** Hears of answered requests, on the server's threads. */
@FunctionalInterface
public interface RequestListener {
    RequestListener NONE = (route, status, took) -> {
    };

    /**
     * @param route
     *            the path of a {@link Route}, or {@code none}; never the path of the request, which could be anything
     * @param status
     *            the status of the answer
     * @param took
     *            the time from the request to its answer
     */
    void answered(String route, int status, Duration took);
}
