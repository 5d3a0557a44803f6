// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import io.shelver.catalog.Label;

/**
 * A label with its score.
 *
 * @param score
 *            the score, in [0, 1]; after decoding never above the score of the label's parent
 */
public record ScoredLabel(Label label, float score) {}
