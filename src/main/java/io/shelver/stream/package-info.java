// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The flow: uploads come in, and each leaves by exactly one of three doors. Enter at
 * {@link io.shelver.stream.ShelverTopology} to read the flow, and at {@link io.shelver.stream.ShelverStreams} to run it. The
 * packages below hold what the flow stands on (format, kafka, letters) and what works beside it (clients, topics, workbench).
 * The flow knows the catalog, the classifier's interface and the events. It must not know
 * how models run, nor who counts. Kafka and Avro are used in this package and those below, and nowhere else.
 */
@NullMarked
package io.shelver.stream;

import org.jspecify.annotations.NullMarked;
