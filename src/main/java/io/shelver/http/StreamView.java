// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.util.function.BooleanSupplier;

/**
 * What the server shows of the stream in the same process.
 *
 * @param topology
 *            the topology's description by Kafka Streams
 * @param isRunning
 *            tells whether the stream processes uploads now
 */
public record StreamView(String topology, BooleanSupplier isRunning) {}
