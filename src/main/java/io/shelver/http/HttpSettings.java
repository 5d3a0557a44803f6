// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.time.Duration;
import java.util.Objects;

/**
 * Where and how to serve.
 *
 * @param host
 *            a name or an address of this machine
 * @param port
 *            0 to 65535; 0: any free one
 * @param maxUploadBytes
 *            the most bytes that title, description and picture may have together, as in the stream; 1 or more
 * @param deadline
 *            of a prediction, from when its request was read
 */
public record HttpSettings(String host, int port, Tokens tokens, int maxUploadBytes, Duration deadline) {
    /** What a request has around its listing: names, boundaries, quotes. */
    private static final int AROUND = 64 << 10;

    public HttpSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(deadline, "deadline");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (maxUploadBytes < 1) {
            throw new IllegalArgumentException("maxUploadBytes must be 1 or more, not " + maxUploadBytes);
        }
    }

    /** The most bytes that the body of a request may have: base64 makes four of three. */
    int maxBodyBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 8, 4L * Math.ceilDiv(maxUploadBytes, 3) + AROUND);
    }
}
