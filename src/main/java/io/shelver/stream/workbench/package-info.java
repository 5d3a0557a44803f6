// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What exists to demonstrate and to measure: a broker in this JVM, a loop that classifies without Kafka Streams, and the broker's
 * part of the work. The commands {@code demo} and {@code bench} and the tests use it. Nothing that runs in production knows it.
 */
@NullMarked
package io.shelver.stream.workbench;

import org.jspecify.annotations.NullMarked;
