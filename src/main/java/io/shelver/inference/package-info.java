// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Runs the models of a bundle. Enter at {@link io.shelver.inference.Models}, which opens a bundle on a
 * {@link io.shelver.inference.Device}. The one thread of the device runs whatever is queued. An
 * {@link io.shelver.inference.EvidenceCache} remembers scores, so that repeated contents do not run again. No other
 * package knows ONNX Runtime and the tokenizers.
 */
@NullMarked
package io.shelver.inference;

import org.jspecify.annotations.NullMarked;
