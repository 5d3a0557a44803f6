// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.classify.FailureClass;

import java.time.Instant;
import java.util.Set;

/**
 * Which dead letters to replay: those that meet every part.
 *
 * @param classes
 *            of failure, one of them; empty: any
 * @param from
 *            the first instant at which it may have become a dead letter; {@link Instant#MIN}: any
 * @param to
 *            the first instant at which it may not, behind {@code from}; {@link Instant#MAX}: any
 * @param keys
 *            of the upload, one of them; empty: any
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
