// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Door;

/**
 * A record that a {@code read_committed} reader found behind a door.
 *
 * @param number
 *            of the upload in its feed
 */
public record Delivery(Door door, int partition, String key, long number) {}
