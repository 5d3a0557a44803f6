// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;

/** What came of classifying one listing: a {@link Decision}, or a failure that is the fault of the listing. */
sealed interface Attempt {

    record Decided(Decision decision) implements Attempt {}

    /** The classifier failed on this listing and on no other. */
    record Failed(Throwable cause, FailureClass failureClass) implements Attempt {}
}
