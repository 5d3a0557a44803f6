// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

/** Kafka or the schema registry cannot do what was asked. The message says what failed, why, and what to do. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StreamException(String message) {
        super(message);
    }

    public StreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
