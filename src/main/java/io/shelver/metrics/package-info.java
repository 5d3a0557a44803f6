// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Counting. Enter at {@link io.shelver.metrics.Meters}, the one place that names what is counted. The only package that
 * knows Micrometer's meters; who counts calls it.
 */
@NullMarked
package io.shelver.metrics;

import org.jspecify.annotations.NullMarked;
