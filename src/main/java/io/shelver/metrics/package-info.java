// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The meters. {@link io.shelver.metrics.Measure} is the one place that defines them, and {@link io.shelver.metrics.Meters} makes
 * and publishes them. This is the only package that knows Micrometer: other packages get plain functions that count.
 */
@NullMarked
package io.shelver.metrics;

import org.jspecify.annotations.NullMarked;
