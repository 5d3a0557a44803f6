// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Counting. {@link io.shelver.metrics.Measure} is the one place that names what is counted, {@link io.shelver.metrics.Meters}
 * counts it and is scraped. The only package that knows Micrometer; who counts gets a function from it and calls that.
 */
@NullMarked
package io.shelver.metrics;

import org.jspecify.annotations.NullMarked;
