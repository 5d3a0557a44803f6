// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What {@code run} and {@code demo} start and stop: the bundle with its models, the stream, HTTP, and the counters that
 * listen to them. Enter at {@link io.shelver.serving.Service}. Must not know the commands.
 */
@NullMarked
package io.shelver.serving;

import org.jspecify.annotations.NullMarked;
