// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * How fast the flow is, compared with how fast the machine could do the same work. Enter at
 * {@link io.shelver.bench.Bench}, which runs the measurements and returns a {@link io.shelver.bench.BenchReport}. The
 * package knows the flow from outside only: it starts the flow, sends uploads and reads the committed outcomes from the
 * doors (categories, reviews and dead letters).
 */
@NullMarked
package io.shelver.bench;

import org.jspecify.annotations.NullMarked;
