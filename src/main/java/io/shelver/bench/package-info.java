// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * How fast the flow is, beside how fast the machine could do the same work. Enter at {@link io.shelver.bench.Bench}, which runs
 * the measurements and returns a {@link io.shelver.bench.BenchReport}. Knows the flow from outside only: it starts it, sends
 * uploads and reads what is committed behind the doors.
 */
@NullMarked
package io.shelver.bench;

import org.jspecify.annotations.NullMarked;
