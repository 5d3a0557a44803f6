// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Running the models of a bundle. Enter at {@link io.shelver.inference.Models}: it opens a bundle on a
 * {@link io.shelver.inference.Device}, whose one thread owns every session and runs whatever is queued; an
 * {@link io.shelver.inference.EvidenceCache} remembers what they said, so that repeats are not run again. The only place
 * that knows ONNX Runtime and the tokenizers.
 */
@NullMarked
package io.shelver.inference;

import org.jspecify.annotations.NullMarked;
