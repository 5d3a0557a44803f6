// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of the HTTP server.
 *
 * @param host
 *            the name or address of this machine to listen on
 * @param port
 *            the port to listen on, 0 to 65535; 0 for any free one
 * @param tokens
 *            the tokens that callers need
 * @param maxUploadBytes
 *            the largest size of title, description and picture together, in bytes, as in the stream; 1 or more
 * @param deadline
 *            the longest time for a prediction after its request was read
 */
public record HttpSettings(String host, int port, Tokens tokens, int maxUploadBytes, Duration deadline) {
    /** The bytes allowed around the listing in a request: names, boundaries and quotes. */
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

    /** The largest body of a request, in bytes. It has room for a picture in base64, which takes four bytes for three. */
    int maxBodyBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 8, 4L * Math.ceilDiv(maxUploadBytes, 3) + AROUND);
    }
}
