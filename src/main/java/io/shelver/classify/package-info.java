// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * How a decision is made. Enter at {@link io.shelver.classify.Classifier}: a batch of listings becomes as many
 * decisions, by way of evidence from each modality, late fusion, coherent labels and a policy. Pure: knows the catalog
 * and the JDK only; who runs the models, and who asks, is not its business.
 */
@NullMarked
package io.shelver.classify;

import org.jspecify.annotations.NullMarked;
