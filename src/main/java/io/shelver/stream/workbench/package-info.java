// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What exists to demonstrate and to measure, never in production: a broker in this JVM, a loop that classifies without Kafka
 * Streams, and the broker's part of the work.
 */
@NullMarked
package io.shelver.stream.workbench;

import org.jspecify.annotations.NullMarked;
