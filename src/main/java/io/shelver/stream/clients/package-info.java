// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What programs outside Shelver do: send uploads, and read what came out of each door. The commands {@code upload}, {@code watch},
 * {@code demo} and {@code bench} use it. It must not know the flow, and the flow does not know it.
 */
@NullMarked
package io.shelver.stream.clients;

import org.jspecify.annotations.NullMarked;
