// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * How a decision is made: each modality gives evidence, late fusion combines it, decoding makes coherent labels, and a policy
 * decides. Enter at {@link io.shelver.classify.Classifier} and its {@link io.shelver.classify.LateFusionClassifier}. Pure: it
 * uses {@link io.shelver.catalog} and the JDK alone, and knows neither who runs the models nor who calls the classifier.
 */
@NullMarked
package io.shelver.classify;

import org.jspecify.annotations.NullMarked;
