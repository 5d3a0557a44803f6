// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The flow: uploads in, and each out through exactly one of three doors. Enter at
 * {@link io.shelver.stream.ShelverTopology} for the flow and at {@link io.shelver.stream.ShelverStreams} for running it. The
 * packages below hold what the flow stands on. Knows the catalogue, the classifier's interface and the events; must not know
 * how models run, nor who counts. Kafka and Avro are used nowhere else.
 */
@NullMarked
package io.shelver.stream;

import org.jspecify.annotations.NullMarked;
