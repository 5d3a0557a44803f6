// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;

/** What became of one listing of a batch. */
public sealed interface Verdict {

    record Decided(Decision decision) implements Verdict {}

    /** The classifier failed on this listing alone. */
    record Failed(Throwable cause, FailureClass failureClass) implements Verdict {}
}
