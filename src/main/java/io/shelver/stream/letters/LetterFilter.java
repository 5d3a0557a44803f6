// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.classify.FailureClass;

import java.time.Instant;
import java.util.Set;

/**
 * Selects the dead letters to replay. A letter must meet every part.
 *
 * @param classes
 *            the failure classes to take; empty for all
 * @param from
 *            the earliest time at which it became a dead letter, inclusive; {@link Instant#MIN} for no bound
 * @param to
 *            the latest time at which it became a dead letter, exclusive, after {@code from}; {@link Instant#MAX} for no bound
 * @param keys
 *            the keys of the uploads to take; empty for all
 */
public record LetterFilter(Set<FailureClass> classes, Instant from, Instant to, Set<String> keys) {
    public static final LetterFilter ALL = new LetterFilter(Set.of(), Instant.MIN, Instant.MAX, Set.of());

    public LetterFilter {
        classes = Set.copyOf(classes);
        keys = Set.copyOf(keys);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to, not %s and %s".formatted(from, to));
        }
    }

    boolean takes(DeadLetter letter) {
        Instant failedAt = letter.failedAt();
        return (classes.isEmpty() || classes.stream().anyMatch(wanted -> wanted.name().equals(letter.failureClass())))
                && !failedAt.isBefore(from) && failedAt.isBefore(to)
                && (keys.isEmpty() || letter.record().key() != null && keys.contains(letter.key()));
    }
}
