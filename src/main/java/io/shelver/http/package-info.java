// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Looking in: predictions, health, metrics, the bundle and the topology over HTTP. Enter at {@link io.shelver.http.HttpApi}.
 * Asks the very classifier that the stream asks, so both say the same of a listing. Knows the pure packages, and nothing of
 * Kafka, of how models run or of who counts; what it shows of them it is handed.
 */
@NullMarked
package io.shelver.http;

import org.jspecify.annotations.NullMarked;
