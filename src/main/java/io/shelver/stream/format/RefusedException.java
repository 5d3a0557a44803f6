// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.classify.FailureClass;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An upload that is not taken in, and by its own fault. The message tells a person why and holds no content. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final FailureClass failureClass;
    private final transient @Nullable UUID eventId;

    public RefusedException(FailureClass failureClass, String message) {
        this(failureClass, message, null);
    }

    private RefusedException(FailureClass failureClass, @Nullable String message, @Nullable UUID eventId) {
        // No stack trace: it would say where we looked, not what is wrong, and a flood of bad records pays for each.
        super(message, null, false, false);
        this.failureClass = failureClass;
        this.eventId = eventId;
    }

    /** The same of an upload that could be read far enough to know its event id. */
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
