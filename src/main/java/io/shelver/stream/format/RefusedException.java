// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.FailureClass;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record is rejected by its own fault. The message says why, and never quotes the record. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final FailureClass failureClass;
    private final transient @Nullable UUID eventId;

    public RefusedException(FailureClass failureClass, String message) {
        this(failureClass, message, null);
    }

    private RefusedException(FailureClass failureClass, @Nullable String message, @Nullable UUID eventId) {
        // No stack trace: it would not say what is wrong with the record, and would cost time in a flood of bad records.
        super(message, null, false, false);
        this.failureClass = failureClass;
        this.eventId = eventId;
    }

    /** The same, for an upload whose event id could be read. */
    public RefusedException named(UUID eventId) {
        return new RefusedException(failureClass, getMessage(), eventId);
    }

    public Optional<UUID> eventId() {
        return Optional.ofNullable(eventId);
    }

    public FailureClass failureClass() {
        return failureClass;
    }
}
