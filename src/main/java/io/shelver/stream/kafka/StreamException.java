// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.time.Duration;

/** Kafka or the schema registry cannot do what was asked. The message says what failed, why, and what to do. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StreamException(String message) {
        super(message);
    }

    public StreamException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * No outcome came out of any door.
     *
     * @param silence
     *            the time since the last outcome
     * @param missing
     *            the number of uploads that have no outcome
     */
    public static StreamException noOutcome(Duration silence, long missing) {
        return new StreamException(
                "no outcome came for %d s; %d uploads have none".formatted(silence.toSeconds(), missing));
    }
}
