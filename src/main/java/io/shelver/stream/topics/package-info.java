// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The topics as they are in a cluster: creates them, checks them, and lists what each principal must be allowed. Must not
 * know what is written to them.
 */
@NullMarked
package io.shelver.stream.topics;

import org.jspecify.annotations.NullMarked;
