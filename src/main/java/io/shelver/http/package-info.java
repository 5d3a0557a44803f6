// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Predictions, health, metrics, the bundle and the topology over HTTP. Enter at {@link io.shelver.http.HttpApi}. Predictions come
 * from the same classifier as the stream's decisions, so both decide the same about a listing. The package uses the pure packages
 * alone. It knows nothing of Kafka, of how models run or of meters; its callers hand it what it shows of them.
 */
@NullMarked
package io.shelver.http;

import org.jspecify.annotations.NullMarked;
