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

    /** Closes every part, even if one of them throws. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().run();
            } finally {
                close();
            }
        }
    }
}
