// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Turns bytes into events and back, in Avro's single-object encoding or by a schema registry, with bounds on what strangers send.
 * Tells bytes that are at fault from a registry that is. Enter at {@link io.shelver.stream.format.EventFormat}. It must not know
 * the flow.
 */
@NullMarked
package io.shelver.stream.format;

import org.jspecify.annotations.NullMarked;
