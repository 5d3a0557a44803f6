// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What a program beside Shelver does: sends uploads, and reads what came out of each door. The commands {@code upload},
 * {@code watch}, {@code demo} and {@code bench} use it; the flow does not.
 */
@NullMarked
package io.shelver.stream.clients;

import org.jspecify.annotations.NullMarked;
