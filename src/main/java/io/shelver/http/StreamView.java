// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.util.function.BooleanSupplier;

/**
 * The stream beside the server.
 *
 * @param topology
 *            as Kafka Streams describes it
 * @param isRunning
 *            whether uploads are processed right now
 */
public record StreamView(String topology, BooleanSupplier isRunning) {}
