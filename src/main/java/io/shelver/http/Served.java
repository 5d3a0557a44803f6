// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import java.util.function.BooleanSupplier;

/**
 * A bundle that passed its checks, and the classifier made of it.
 *
 * @param modelsWork
 *            tells whether the models can still answer
 */
public record Served(Classifier classifier, Taxonomy taxonomy, BundleReport bundle, BooleanSupplier modelsWork) {}
