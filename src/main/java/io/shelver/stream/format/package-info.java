// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Bytes to events and back: single-object encoding and the schema registry, with bounds on what strangers send. Tells bytes
 * that are at fault from a registry that is. Enter at {@link io.shelver.stream.format.EventFormat}. Must not know the flow.
 */
@NullMarked
package io.shelver.stream.format;

import org.jspecify.annotations.NullMarked;
