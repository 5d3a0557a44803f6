// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What was opened, to be closed in the reverse order. */
final class Opened implements AutoCloseable {
    private final Deque<Runnable> parts = new ArrayDeque<>();

    <T> T add(T part, Consumer<T> close) {
        parts.push(() -> close.accept(part));
        return part;
    }

    /** Closes every part, even if one of them throws. The first failure is thrown, with the others suppressed. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Closes every part because of a failure, which stays the one that is told. */
    void closeBecauseOf(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
