// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * The topics in a cluster: creates them, checks them, and lists what each principal must be allowed to do. Enter at
 * {@link io.shelver.stream.topics.TopicAdmin}. It must not know what is written to the topics.
 */
@NullMarked
package io.shelver.stream.topics;

import org.jspecify.annotations.NullMarked;
