// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.FailureClass;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** What came of classifying one listing: a {@link Decision}, or a failure that is the fault of the listing. */
sealed interface Attempt {

    /** The time after which another attempt may know more: its picture is late, and will come. */
    default Optional<Duration> again() {
        return Optional.empty();
    }

    record Decided(Decision decision) implements Attempt {
        @Override
        public Optional<Duration> again() {
            return decision.evidence().values().stream()
                    .map(each -> each instanceof Evidence.Unreadable late ? late.again() : Optional.<Duration>empty())
                    .flatMap(Optional::stream).max(Comparator.naturalOrder());
        }
    }

    /** The classifier failed on this listing and on no other. */
    record Failed(Throwable cause, FailureClass failureClass) implements Attempt {}
}
